using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>Reads and compares the keys of one <c>sortBy</c>.</summary>
internal sealed class SortKeys(AttributePath path, AttributeDefinition? attribute)
{
    private readonly AttributeValues values = new(path);
    private readonly AttributeDefinition? compared = ComparisonRules.Compared(attribute);
    private readonly StringComparison cases = ValueTest.Cases(ComparisonRules.Compared(attribute));

    public SortKey Of(JsonObject? resource)
    {
        if (resource is null || values.Attribute(resource) is not { } node) return SortKey.None;
        if (node is not JsonArray elements) return OfElement(node);
        var primary = elements.FirstOrDefault(IsPrimary);
        if (primary is not null && OfElement(primary) is { Rank: not SortRank.None } key) return key;
        return elements.Select(OfElement).FirstOrDefault(first => first.Rank != SortRank.None, SortKey.None);
    }

    public int Compare(in SortKey left, in SortKey right)
    {
        if (left.Rank != right.Rank) return left.Rank.CompareTo(right.Rank);
        return left.Rank switch
        {
            SortRank.Number => left.Number.OrderAgainst(right.Number),
            SortRank.Text => string.Compare(left.Text, right.Text, cases),
            SortRank.None => 0,
            _ => throw new InvalidOperationException($"{left.Rank} is no rank of a key."),
        };
    }

    private static bool IsPrimary(JsonNode? element) =>
        element is JsonObject complex && complex.Find("primary")?.GetValueKind() == JsonValueKind.True;

    private SortKey OfElement(JsonNode? element) =>
        element is not null && values.Inner(element) is { } value && Presence.Of(value) ? OfValue(value) : SortKey.None;

    private SortKey OfValue(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Number => new(SortRank.Number, Numeric.Of(value)),
        JsonValueKind.False => Number(0),
        JsonValueKind.True => Number(1),
        JsonValueKind.String when value.IsString(out string? text) => OfText(text),
        _ => SortKey.None,
    };

    private SortKey OfText(string text) => compared?.Type == AttributeType.DateTime && Instant.TryParse(text, out var instant)
        ? Number(instant.UtcTicks)
        : new(SortRank.Text, default, text);

    private static SortKey Number(long number) => new(SortRank.Number, new Numeric(number, number));
}
