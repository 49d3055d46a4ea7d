using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Dialects;

/// <summary>A SCIM server, or what calls itself one, with rules of its own over a store: what it does not know it
/// refuses.</summary>
internal abstract class Dialect
{
    private readonly Lock storing = new();
    private readonly SortedDictionary<string, List<JsonObject>> all = new(StringComparer.Ordinal);
    private int made;

    /// <summary>Its name, which is its mapping's folder, too.</summary>
    public abstract string Name { get; }

    /// <summary>By endpoint, what it stores, in the order it was made.</summary>
    public JsonObject Held
    {
        get
        {
            lock (storing)
                return new JsonObject(all.Where(pair => pair.Value.Count > 0).Select(pair => KeyValuePair.Create(
                    pair.Key,
                    (JsonNode?)new JsonArray([.. pair.Value.Select(one => one.DeepClone())])
                )));
        }
    }

    /// <summary>One call after the other.</summary>
    public DialectAnswer Ask(DialectCall call)
    {
        lock (storing)
        {
            try
            {
                return Answer(call);
            }
            catch (DialectRefusal refusal)
            {
                return new DialectAnswer(refusal.Status, Error(refusal.Status, refusal.Message));
            }
        }
    }

    protected abstract DialectAnswer Answer(DialectCall call);

    protected abstract JsonObject Error(int status, string why);

    protected List<JsonObject> All(string endpoint) => all.TryGetValue(endpoint, out var list) ? list : all[endpoint] = [];

    protected JsonObject One(DialectCall call) =>
        All(call.Endpoint).Find(one => one.At("id") == call.Id) ?? throw new DialectRefusal(404, $"No {call.Endpoint} {call.Id}");

    protected string NewId() => (++made).ToString(CultureInfo.InvariantCulture);

    protected JsonObject Store(string endpoint, JsonObject resource)
    {
        All(endpoint).Add(resource);
        return resource;
    }

    protected void Require(JsonObject resource, params string[] names)
    {
        foreach (string name in names)
            if (resource.At(name.Split('.')) is null or "") throw new DialectRefusal(400, $"{name} is required");
    }

    protected static void Unique(IEnumerable<JsonObject> others, JsonObject resource, string name)
    {
        if (others.Any(other =>
            other.At("id") != resource.At("id")
            && string.Equals(other.At(name), resource.At(name), StringComparison.OrdinalIgnoreCase)))
            throw new DialectRefusal(409, $"{name} is taken");
    }

    /// <summary>Only names that it knows, at the top and in extensions.</summary>
    protected static void Know(JsonObject resource, params string[] names)
    {
        foreach (var (name, _) in resource)
            if (!names.Contains(name, StringComparer.Ordinal)) throw new DialectRefusal(400, $"{name} is not supported");
    }

    /// <summary>A page by startIndex and count.</summary>
    protected static JsonObject Page(IReadOnlyList<JsonNode> found, DialectCall call, int most, string schema)
    {
        int start = Math.Max(1, call.Number("startIndex", 1));
        int count = Math.Min(most, call.Number("count", most));
        return new JsonObject
        {
            ["schemas"] = new JsonArray(schema),
            ["totalResults"] = found.Count,
            ["startIndex"] = start,
            ["itemsPerPage"] = Math.Min(count, Math.Max(0, found.Count - start + 1)),
            ["Resources"] = new JsonArray([.. found.Skip(start - 1).Take(count).Select(one => one.DeepClone())]),
        };
    }

    /// <summary>Tests of <c>attribute eq "value"</c>, joined by <c>and</c>.</summary>
    protected static IReadOnlyList<(string Attribute, string Value)> Tests(string filter) =>
    [
        .. filter.Split(" and ").Select(test => test.Split(' ', 3) is [var attribute, "eq", ['"', .., '"'] value]
            ? (attribute, value[1..^1])
            : throw new DialectRefusal(400, $"The filter is not supported: {filter}")),
    ];
}
