using ScimGateway.Configuration;

namespace ScimGateway.Tests.Configuration;

public sealed class ConfigFingerprintTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fingerprint-").FullName;

    [Fact]
    public void It_changes_with_what_the_files_hold_and_with_nothing_else()
    {
        string yaml = Write("gateway.yaml", "a: 1");
        string script = Write("mapping/mapping.js", "target({});");
        string[] files = [script, Path.Combine(folder, "missing")];
        string before = ConfigFingerprint.Of(yaml, files);

        Write("gateway.yaml", "a: 1");
        Write("beside.txt", "x");
        Write("mapping/more.js", "x");
        Assert.Equal(before, ConfigFingerprint.Of(yaml, files));
        Write("gateway.yaml", "a: 2");
        Assert.NotEqual(before, ConfigFingerprint.Of(yaml, files));
        Write("gateway.yaml", "a: 1");
        Write("mapping/mapping.js", "target({ });");
        Assert.NotEqual(before, ConfigFingerprint.Of(yaml, files));
        Write("mapping/mapping.js", "target({});");
        Write("missing", "");
        Assert.NotEqual(before, ConfigFingerprint.Of(yaml, files));
        File.Delete(yaml);
        Assert.NotEqual(before, ConfigFingerprint.Of(yaml, files));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
