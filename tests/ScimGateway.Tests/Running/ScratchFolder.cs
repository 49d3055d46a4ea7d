using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Running;

/// <summary>A folder of its own for one test; gone afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("scim-gateway-");

    public string Path => folder.FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    public string[] Files() => Directory.GetFiles(Path, "*", SearchOption.AllDirectories);

    /// <summary>The repository's demo: its gateway.yaml on a free port, and its mappings.</summary>
    public static ScratchFolder WithDemo()
    {
        var scratch = new ScratchFolder();
        string yaml = File.ReadAllText(System.IO.Path.Combine(Repository.Root, "gateway.yaml"));
        scratch.Write(
            "gateway.yaml",
            yaml.Replace("listen: http://127.0.0.1:8080", "listen: http://127.0.0.1:0", StringComparison.Ordinal)
        );
        string mappings = System.IO.Path.Combine(Repository.Root, "mappings");
        foreach (string file in Directory.EnumerateFiles(mappings, "*", SearchOption.AllDirectories))
            scratch.Write(
                System.IO.Path.Combine("mappings", System.IO.Path.GetRelativePath(mappings, file)),
                File.ReadAllText(file)
            );
        return scratch;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
