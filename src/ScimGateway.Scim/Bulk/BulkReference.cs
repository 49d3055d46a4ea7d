using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Bulk;

/// <summary>References to the resource that another operation creates (RFC 7644 section 3.7.2): <c>"value": "bulkId:ana"</c>, the
/// id in a path (<c>/Groups/bulkId:eng</c>), and a literal in a PATCH's path (<c>members[value eq "bulkId:ana"]</c>).</summary>
internal static partial class BulkReference
{
    private const string Prefix = "bulkId:";

    public static string To(string bulkId) => Prefix + bulkId;

    public static IReadOnlySet<string> All(BulkOperation operation)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Visit(operation, bulkId =>
        {
            found.Add(bulkId);
            return null;
        });
        return found;
    }

    /// <summary>Whether a value refers to one of these.</summary>
    public static bool IsIn(JsonNode? value, IReadOnlySet<string> bulkIds)
    {
        bool found = false;
        Visit(value, null, bulkId =>
        {
            found |= bulkIds.Contains(bulkId);
            return null;
        });
        return found;
    }

    public static BulkOperation Resolve(BulkOperation operation, IReadOnlyDictionary<string, string> ids)
    {
        var resolved = operation with { Data = (JsonObject?)operation.Data?.DeepClone() };
        string? id = Visit(
            resolved,
            bulkId => ids.TryGetValue(bulkId, out string? known) ? known : throw Unknown(operation, bulkId)
        );
        return resolved with { Id = id };
    }

    private static string? Visit(BulkOperation operation, Func<string, string?> idOf)
    {
        Visit(operation.Data, null, idOf);
        return Name(operation.Id) is { } bulkId ? idOf(bulkId) : operation.Id;
    }

    /// <summary>Calls back for every reference, and replaces it by the returned id, if there is one.</summary>
    /// <returns>The new node; mostly the same one.</returns>
    private static JsonNode? Visit(JsonNode? node, string? member, Func<string, string?> idOf)
    {
        if (node is JsonObject complex)
        {
            for (int i = 0; i < complex.Count; i++)
            {
                var (name, value) = complex.GetAt(i);
                if (Visit(value, name, idOf) is var visited && !ReferenceEquals(visited, value)) complex.SetAt(i, visited);
            }
        }

        if (node is JsonArray elements)
        {
            for (int i = 0; i < elements.Count; i++)
                if (Visit(elements[i], null, idOf) is var visited && !ReferenceEquals(visited, elements[i]))
                    elements[i] = visited;
        }

        return node.IsString(out string? text) ? Text(text, member, idOf) is { } id ? JsonValue.Create(id) : node : node;
    }

    private static string? Text(string text, string? member, Func<string, string?> idOf)
    {
        if (Name(text) is { } bulkId) return idOf(bulkId);
        if (member is null || !member.Equals("path", StringComparison.OrdinalIgnoreCase)) return null;
        bool changed = false;
        string replaced = Literal().Replace(text, match =>
        {
            if (idOf(match.Groups["bulkId"].Value) is not { } id) return match.Value;
            changed = true;
            return $"\"{JsonEncodedText.Encode(id, ScimJson.WriterOptions.Encoder)}\"";
        });
        return changed ? replaced : null;
    }

    private static string? Name(string? text) =>
        text?.Length > Prefix.Length && text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : null;

    private static ScimException Unknown(BulkOperation operation, string bulkId) =>
        ScimException.Conflict(
            $"Operations[{operation.Index}] refers to the bulkId '{bulkId}', which no operation of this request has created."
        );

    [GeneratedRegex("\"bulkId:(?<bulkId>[^\"\\\\]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Literal();
}
