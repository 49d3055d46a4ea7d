using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Tests.Filters;

/// <summary>Says in the plainest way which filters hold of a user: list all values, then look at each.</summary>
internal static class SlowEvaluator
{
    private static readonly string[] Exact = ["id", "externalId", "manager", "manager.value"];

    public static bool Holds(Filter filter, JsonObject user) => filter switch
    {
        AndFilter and => Holds(and.Left, user) && Holds(and.Right, user),
        OrFilter or => Holds(or.Left, user) || Holds(or.Right, user),
        NotFilter not => !Holds(not.Operand, user),
        PresentFilter present => IsPresent(present.Path, user),
        ComparisonFilter { Value.Kind: LiteralKind.Null } comparison => IsPresent(comparison.Path, user)
            == (comparison.Operator == ComparisonOperator.Ne),
        ComparisonFilter { Operator: ComparisonOperator.Ne } comparison => Differs(comparison, user),
        ComparisonFilter comparison => Values(comparison.Path, user).Any(value => Passes(comparison, value)),
        ValuePathFilter path => Values(path.Path, user, whole: true)
            .OfType<JsonObject>()
            .Any(element => Holds(path.Where, element)),
        _ => throw new InvalidOperationException(filter.ToString()),
    };

    private static bool Differs(ComparisonFilter filter, JsonObject user)
    {
        var values = Values(filter.Path, user).ToList();
        return values.Count == 0 || values.Exists(value => !Passes(filter with { Operator = ComparisonOperator.Eq }, value));
    }

    private static bool IsPresent(AttributePath path, JsonObject user) =>
        Values(path, user, whole: path.SubName is null).Any(IsSomething);

    private static bool IsSomething(JsonNode value) => value switch
    {
        JsonObject members => members.Any(member => member.Value is { } inner && IsSomething(inner)),
        JsonArray items => items.Any(item => item is not null && IsSomething(item)),
        _ => value.ToJsonString() is not "\"\"",
    };

    private static IEnumerable<JsonNode> Values(AttributePath path, JsonObject user, bool whole = false)
    {
        var owner = path.Schema is null ? user : user[path.Schema] as JsonObject;
        var value = owner?[path.Name];
        var elements = value is JsonArray array ? array.ToList() : [value];
        foreach (var element in elements)
        {
            var inner = element is JsonObject complex && !whole ? complex[path.SubName ?? "value"] : element;
            if (inner is not null && (element is JsonObject || path.SubName is null or "value")) yield return inner;
        }
    }

    private static bool Passes(ComparisonFilter filter, JsonNode value) => (filter.Value.Kind, value.GetValueKind()) switch
    {
        (LiteralKind.Boolean, JsonValueKind.True or JsonValueKind.False) => value.ToJsonString() == filter.Value.Text,
        (LiteralKind.Number, JsonValueKind.Number) => InOrder(
            filter.Operator,
            Number(value.ToJsonString()).CompareTo(Number(filter.Value.Text))
        ),
        (LiteralKind.String, JsonValueKind.String) when filter.Path.Name == "meta" =>
            InOrder(filter.Operator, Instant((string)value!).CompareTo(Instant(filter.Value.Text))),
        (LiteralKind.String, JsonValueKind.String) => IsText(filter, (string)value!),
        _ => false,
    };

    private static bool IsText(ComparisonFilter filter, string value)
    {
        string expected = filter.Value.Text;
        if (!Exact.Contains((filter.Path with { Schema = null }).ToString()))
            (expected, value) = (Cased(expected), Cased(value));
        return filter.Operator switch
        {
            ComparisonOperator.Co => value.Contains(expected, StringComparison.Ordinal),
            ComparisonOperator.Sw => value.StartsWith(expected, StringComparison.Ordinal),
            ComparisonOperator.Ew => value.EndsWith(expected, StringComparison.Ordinal),
            _ => InOrder(filter.Operator, string.CompareOrdinal(value, expected)),
        };
    }

    // The Kelvin sign is a K (Unicode's canonical equivalence, RFC 7644 section 5).
    private static string Cased(string text) => text.Replace('\u212a', 'K').ToUpperInvariant();

    private static bool InOrder(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Eq => order == 0,
        ComparisonOperator.Gt => order > 0,
        ComparisonOperator.Ge => order >= 0,
        ComparisonOperator.Lt => order < 0,
        ComparisonOperator.Le => order <= 0,
        _ => throw new InvalidOperationException(comparison.ToString()),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
