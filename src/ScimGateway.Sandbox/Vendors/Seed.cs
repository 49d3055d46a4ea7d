using System.Text.Json.Nodes;

namespace ScimGateway.Sandbox.Vendors;

/// <summary>Reads the embedded data files of <c>Seeds/</c>.</summary>
internal static class Seed
{
    /// <summary>The resources of a file that holds an array of them.</summary>
    public static IEnumerable<JsonObject> Resources(string file) =>
        Read(file).AsArray().Select(item => item!.DeepClone().AsObject());

    public static JsonNode Read(string file)
    {
        using var stream = typeof(Seed).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded in {typeof(Seed).Assembly.GetName().Name}.");
        return JsonNode.Parse(stream)!;
    }
}
