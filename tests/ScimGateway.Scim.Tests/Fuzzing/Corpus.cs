using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Tests.Fuzzing;

/// <summary>What the fuzz starts from: every text and every JSON value of the case files.</summary>
internal static class Corpus
{
    /// <summary>Filters, paths, values: the inputs of the tables, and every string in a JSON case.</summary>
    public static string[] Texts { get; }

    /// <summary>Messages, resources, operations, and the objects and arrays in them.</summary>
    public static JsonNode[] Values { get; }

    static Corpus()
    {
        var files = Directory
            .EnumerateFiles(AppContext.BaseDirectory, "*.*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .ToList();
        var inputs = Lines(files, ".cases").Where(line => line[0] != '#').Select(line => line.Split(" => ")[0]).ToList();
        var roots = Lines(files, ".jsonl").Concat(inputs).Select(Parsed).OfType<JsonNode>().ToList();
        Values = [.. roots.SelectMany(Mutations.Inside).Where(node => node is JsonObject or JsonArray)];
        Texts = [.. inputs, .. roots
            .SelectMany(Mutations.Inside)
            .Where(node => node.GetValueKind() == JsonValueKind.String)
            .Select(node => (string)node!)];
    }

    private static IEnumerable<string> Lines(List<string> files, string extension) =>
        files
            .Where(file => file.EndsWith(extension, StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .Where(line => line.Length > 0);

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return text[0] is '{' or '[' ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null; // a table's input that only begins as JSON does
        }
    }
}
