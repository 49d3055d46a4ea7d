using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;

namespace ScimGateway.Tests.Configuration;

/// <summary>A folder of its own for one test, with a gateway.yaml in it; gone afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("scim-gateway-");

    public string ConfigPath => At("gateway.yaml");

    public string At(string name) => Path.Combine(folder.FullName, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    public GatewayConfig Read(string yaml)
    {
        Write("gateway.yaml", yaml);
        return GatewayConfigReader.Read(ConfigPath, TestEnvironment.Variable);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
