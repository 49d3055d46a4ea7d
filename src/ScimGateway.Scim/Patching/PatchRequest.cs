using System.Text.Json.Nodes;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>A PATCH in its canonical form: lower-case verbs, one place for each operation, values of the schema's
/// types.</summary>
public sealed record PatchRequest(IReadOnlyList<PatchOperation> Operations)
{
    /// <summary>Reads a PatchOp message in any dialect that <paramref name="rules"/> allow and makes it canonical.</summary>
    /// <exception cref="Errors.ScimException"><c>invalidSyntax</c>, <c>invalidPath</c>, <c>noTarget</c>, <c>invalidValue</c>,
    /// <c>mutability</c>.</exception>
    public static PatchRequest Parse(JsonObject body, ReadingRules rules) => PatchCanonicaliser.Canonicalise(body, rules);

    /// <summary>The PatchOp message.</summary>
    public JsonObject ToJson()
    {
        var operations = new JsonArray();
        foreach (var operation in Operations)
        {
            var json = new JsonObject
            {
                ["op"] = operation.Verb switch
                {
                    PatchVerb.Add => "add",
                    PatchVerb.Remove => "remove",
                    _ => "replace",
                }
            };
            if (operation.Path is { } path) json["path"] = path.ToString();
            if (operation.Verb != PatchVerb.Remove || operation.Value is not null) json["value"] = operation.Value?.DeepClone();
            operations.Add((JsonNode)json);
        }

        return new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.PatchOp), ["Operations"] = operations };
    }
}
