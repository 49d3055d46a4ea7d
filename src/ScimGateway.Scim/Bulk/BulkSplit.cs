using System.Text.Json.Nodes;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Bulk;

/// <summary>Splits a POST that refers to resources that cannot exist yet: a POST without these references, and the PATCH that
/// adds them (RFC 7644 section 3.7.1).</summary>
internal sealed class BulkSplit
{
    private readonly IReadOnlySet<string> missing;
    private readonly List<PatchOperation> added = [];

    private BulkSplit(IReadOnlySet<string> missing) => this.missing = missing;

    public static (BulkOperation Post, BulkOperation Patch) Of(BulkOperation post, IReadOnlySet<string> missing)
    {
        var split = new BulkSplit(missing);
        var data = (JsonObject)post.Data!.DeepClone();
        split.Take(data, schema: null);
        var patch = new BulkOperation
        {
            Index = post.Index,
            Method = ScimOperation.Patch,
            Endpoint = post.Endpoint,
            Id = BulkReference.To(post.BulkId!),
            BulkId = post.BulkId,
            Data = new PatchRequest(split.added).ToJson(),
        };
        return (post with { Data = data }, patch);
    }

    private void Take(JsonObject members, string? schema)
    {
        foreach (string name in members.Select(member => member.Key).ToList())
        {
            var value = members[name];
            if (!BulkReference.IsIn(value, missing)) continue;
            if (schema is null && value is JsonObject extension && name.Contains(':', StringComparison.Ordinal))
                TakeFrom(extension, members, name);
            else if (value is JsonArray elements)
                TakeFrom(elements, members, schema, name);
            else
                TakeWhole(members, schema, name);
        }
    }

    private void TakeFrom(JsonObject extension, JsonObject members, string schema)
    {
        Take(extension, schema);
        if (extension.Count == 0) members.Remove(schema);
    }

    // The other elements are in the POST already.
    private void TakeFrom(JsonArray elements, JsonObject members, string? schema, string name)
    {
        var taken = new JsonArray();
        foreach (var element in elements.Where(element => BulkReference.IsIn(element, missing)).ToList())
        {
            elements.Remove(element);
            taken.Add(element);
        }

        if (elements.Count == 0) members.Remove(name);
        Add(schema, name, taken);
    }

    private void TakeWhole(JsonObject members, string? schema, string name)
    {
        var value = members[name];
        members.Remove(name);
        Add(schema, name, value);
    }

    private void Add(string? schema, string name, JsonNode? value) =>
        added.Add(PatchCanonicaliser.At(PatchVerb.Add, new PatchPath(new AttributePath(schema, name)), value));
}
