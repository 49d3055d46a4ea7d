using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Values;

/// <summary>What counts as no value: <c>null</c>, <c>[]</c>, <c>{}</c> (RFC 7643 section 2.5). The only place that defines
/// it.</summary>
public static class Unassigned
{
    /// <summary>Whether a value is no value.</summary>
    public static bool Is([NotNullWhen(false)] JsonNode? value) => value switch
    {
        null => true,
        JsonArray array => array.Count == 0,
        JsonObject members => members.Count == 0,
        _ => value.GetValueKind() == JsonValueKind.Null,
    };

    /// <summary>Whether a value is no value, or the empty text, which many systems write instead.</summary>
    public static bool IsOrBlank([NotNullWhen(false)] JsonNode? value) =>
        Is(value) || (value.IsString(out string? text) && text.Length == 0);

    /// <summary>Whether a value contains only empty values: <c>[{"value": ""}]</c>.</summary>
    public static bool IsThroughout([NotNullWhen(false)] JsonNode? value) => value switch
    {
        JsonArray array => array.All(IsThroughout),
        JsonObject members => members.All(member => IsThroughout(member.Value)),
        _ => IsOrBlank(value),
    };

    /// <summary>A copy without unassigned values in it; <see langword="null"/> when nothing is left.</summary>
    public static JsonNode? Without(JsonNode? value)
    {
        JsonNode? copy = value switch
        {
            JsonArray array => WithoutElements(array),
            JsonObject members => WithoutMembers(members),
            _ => value?.DeepClone(),
        };
        return Is(copy) ? null : copy;
    }

    private static JsonArray WithoutElements(JsonArray array)
    {
        var copy = new JsonArray();
        foreach (var element in array)
            if (Without(element) is { } assigned) copy.Add(assigned);
        return copy;
    }

    private static JsonObject WithoutMembers(JsonObject members)
    {
        var copy = new JsonObject();
        foreach (var (name, value) in members)
            if (Without(value) is { } assigned) copy[name] = assigned;
        return copy;
    }
}
