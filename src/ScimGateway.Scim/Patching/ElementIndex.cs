using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Patching;

/// <summary>Elements of a multi-valued attribute by their <c>value</c>, in any case; those without one are one group.</summary>
internal sealed class ElementIndex
{
    private readonly Dictionary<string, List<JsonNode>> byValue = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<JsonNode> withoutValue = [];

    public ElementIndex(IEnumerable<JsonNode> elements)
    {
        foreach (var element in elements) Add(element);
    }

    /// <summary>The <c>value</c> of an element when it is a string, or the element when it is one itself.</summary>
    public static string? KeyOf(JsonNode element) =>
        (element is JsonObject members ? members.Find("value") : element).IsString(out string? text) ? text : null;

    /// <summary>The text of a filter <c>value eq "text"</c>; <see langword="null"/> for every other filter.</summary>
    public static string? KeyOf(Filter where) =>
        where
            is ComparisonFilter
        {
            Operator: ComparisonOperator.Eq,
            Value.Kind: LiteralKind.String,
            Path: { SubName: null } path
        } comparison
        && path.Name.Equals("value", StringComparison.OrdinalIgnoreCase)
            ? comparison.Value.Text
            : null;

    /// <summary>All elements with that value, in any case.</summary>
    public List<JsonNode> Rivals(string? key) => key is null ? withoutValue : byValue.GetValueOrDefault(key) ?? [];

    /// <summary>The elements with exactly that value; one in another case only if it is the only one.</summary>
    public IReadOnlyList<JsonNode> Identified(string key)
    {
        var rivals = Rivals(key);
        JsonNode[] exact = [.. rivals.Where(element => KeyOf(element) == key)];
        return exact.Length > 0 || rivals.Count != 1 ? exact : [.. rivals];
    }

    public void Add(JsonNode element)
    {
        string? key = KeyOf(element);
        if (key is not null && !byValue.ContainsKey(key)) byValue[key] = [];
        Rivals(key).Add(element);
    }
}
