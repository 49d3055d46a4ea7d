using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Sandbox.AlexisHr;

/// <summary>The lists of AlexisHR: <c>count</c>, <c>startIndex</c>, <c>sortOrder</c> and a <c>filter</c> of one
/// <c>eq</c>.</summary>
internal static class AlexisHrQuery
{
    private const int DefaultCount = 100;
    private const int MaxCount = 1000;

    /// <param name="ask">The query.</param>
    /// <param name="store">What is listed.</param>
    /// <param name="name">The attribute that the list is sorted by: there is no sortBy.</param>
    /// <param name="holds">Reads a filter.</param>
    public static JsonObject Of(Ask ask, ResourceStore store, string name, Func<EqFilter, Func<JsonObject, bool>?> holds)
    {
        var page = Page.Of(ask, DefaultCount, MaxCount);
        var matches = ask.Query.TryGetValue("filter", out string? text)
            ? store.All.Where(holds(EqFilter.Parse(text)) ?? throw EqFilter.Unknown(text))
            : store.All;
        return page.Message([.. Sorted(matches, ask, name)], resource => resource.DeepClone().AsObject());
    }

    public static Func<JsonObject, bool>? User(EqFilter filter)
    {
        string value = filter.Value;
        if (filter.Names("userName")) return user => CoreUser.HasUserName(user, value);
        if (filter.Names("emails") || filter.Names("emails.value")) return user => CoreUser.HasEmail(user, value);
        if (filter.Names("active") && value is "true" or "false") return user => user["active"]!.GetValueKind() == Kind(value);
        return Common(filter);
    }

    public static Func<JsonObject, bool>? Group(EqFilter filter) => filter.Names("displayName")
        ? group => CoreUser.Holds(group, "displayName", filter.Value, StringComparison.OrdinalIgnoreCase)
        : Common(filter);

    private static Func<JsonObject, bool>? Common(EqFilter filter)
    {
        if (filter.Names("id")) return one => CoreUser.Holds(one, "id", filter.Value, StringComparison.Ordinal);
        return filter.Names("externalId")
            ? one => CoreUser.Holds(one, "externalId", filter.Value, StringComparison.Ordinal)
            : null;
    }

    private static IEnumerable<JsonObject> Sorted(IEnumerable<JsonObject> resources, Ask ask, string name) =>
        ask.Query.GetValueOrDefault("sortOrder") switch
        {
            null => resources,
            "ascending" => resources.OrderBy(one => Text(one, name), StringComparer.OrdinalIgnoreCase),
            "descending" => resources.OrderByDescending(one => Text(one, name), StringComparer.OrdinalIgnoreCase),
            var other => throw ScimException.InvalidValue($"sortOrder is \"{other}\"; expected ascending or descending"),
        };

    private static string Text(JsonObject resource, string name) => resource[name]!.GetValue<string>();

    private static JsonValueKind Kind(string value) => value is "true" ? JsonValueKind.True : JsonValueKind.False;
}
