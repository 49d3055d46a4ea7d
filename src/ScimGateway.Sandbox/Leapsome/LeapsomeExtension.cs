using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Sandbox.Leapsome;

/// <summary>Leapsome's enterprise extension: the standard's attributes, further ones of its own, and custom attributes whose
/// names are 24 hexadecimal digits.</summary>
internal static class LeapsomeExtension
{
    private static readonly string[] Texts =
        ["employeeNumber", "department", "division", "costCenter", "organization", "level", "location"];

    private static readonly string[] Dates = ["startDate", "endDate", "birthday"];
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["gender"] = ["male", "female", "diverse"],
        ["employmentType"] = ["internal", "external"],
    };

    /// <summary>Merges the known attributes of an extension; null and "" clear.</summary>
    /// <exception cref="ScimException">400: a wrong type, date or word; a manager who does not exist.</exception>
    public static void Merge(JsonObject extension, JsonObject kept, IReadOnlyList<JsonObject> all)
    {
        foreach (var (name, value) in extension)
        {
            if (!IsKnown(name)) continue;
            if (value is null || (value.IsString(out string? text) && text.Length == 0)) kept.Remove(name);
            else kept[name] = Read(name, value, all);
        }
    }

    private static bool IsKnown(string name) =>
        name is "manager" or "additionalManagers"
        || Texts.Contains(name)
        || Dates.Contains(name)
        || Words.ContainsKey(name)
        || LeapsomeId.Is(name);

    private static JsonNode Read(string name, JsonNode value, IReadOnlyList<JsonObject> all) => name switch
    {
        "manager" => Person(value, all),
        "additionalManagers" => People(value, all),
        _ when Words.TryGetValue(name, out string[]? words) => Word(name, value, words),
        _ when Dates.Contains(name) => Date(name, value),
        _ => Text(name, value),
    };

    // An id, an e-mail or an externalId; the object that an answer shows is not accepted.
    private static string Person(JsonNode value, IReadOnlyList<JsonObject> all)
    {
        string text = Text("manager", value);
        var found = all.FirstOrDefault(user => CoreUser.Holds(user, "id", text, StringComparison.Ordinal))
            ?? all.FirstOrDefault(user => CoreUser.HasUserName(user, text))
            ?? all.FirstOrDefault(user => CoreUser.Holds(user, "externalId", text, StringComparison.Ordinal));
        return found?["id"]!.GetValue<string>() ?? throw ScimException.InvalidValue($"Manager {text} does not exist");
    }

    private static JsonArray People(JsonNode value, IReadOnlyList<JsonObject> all)
    {
        IEnumerable<JsonNode?> people = value is JsonArray array ? array : Listed(Text("additionalManagers", value));
        return new JsonArray([.. people.Select(person => (JsonNode)Person(person ?? "", all))]);
    }

    private static IEnumerable<JsonNode?> Listed(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => (JsonNode?)item);

    private static string Word(string name, JsonNode value, string[] words) => words.Contains(Text(name, value))
        ? Text(name, value)
        : throw ScimException.InvalidValue($"{name} must be one of {string.Join(", ", words)}");

    private static string Date(string name, JsonNode value) => CoreUser.IsDate(value)
        ? Text(name, value)
        : throw ScimException.InvalidValue($"{name} must be YYYY-MM-DD");

    private static string Text(string name, JsonNode value) =>
        value.IsString(out string? text) ? text : throw ScimException.InvalidValue($"{name} must be a string");
}
