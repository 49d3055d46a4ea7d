namespace ScimGateway.Configuration.Reading;

/// <summary><c>sqlite:PATH</c> or <c>memory</c>.</summary>
/// <remarks>No fault shows the text: that of another store may hold a password.</remarks>
internal static class StateReader
{
    private const string Sqlite = "sqlite:";

    public static StateConfig Parse(string text, string folder)
    {
        if (text == "memory") return new();
        return text.StartsWith(Sqlite, StringComparison.Ordinal)
            ? new() { File = Paths.Parse(text[Sqlite.Length..], folder) }
            : throw new ValueFaultException("is no store; write sqlite:PATH, or memory for one that ends with the process");
    }
}
