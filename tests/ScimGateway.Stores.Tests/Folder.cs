namespace ScimGateway.Stores.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo made = Directory.CreateTempSubdirectory("stores-");

    public string File(string name) => Path.Combine(made.FullName, name);

    public void Dispose() => made.Delete(recursive: true);
}
