using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Mapping.Mappers;

/// <summary>One member that a change gives another value; <see cref="MergePatch"/> and <see cref="DifferencePatch"/> both begin
/// with these.</summary>
/// <param name="Name">In the spelling of before, if there was one.</param>
/// <param name="IsNamed">Whether it exists after the change, even with the value null, which a row may use for "no
/// value".</param>
internal readonly record struct Difference(string Name, JsonNode? Old, JsonNode? New, bool IsNamed);

/// <summary>What differs between a resource before and after a change, in the target's words.</summary>
internal static class Differences
{
    /// <summary>The attributes and extensions, without those that no change writes (RFC 7643 section 3.1).</summary>
    public static IEnumerable<Difference> OfResource(JsonObject before, JsonObject after) =>
        OfMembers(before, after).Where(one => !IsCommon(one.Name));

    /// <summary>The members of an extension or of a complex value; an <c>id</c> in it counts.</summary>
    public static IEnumerable<Difference> OfMembers(JsonObject before, JsonObject after) => before.Concat(after)
        .Select(member => member.Key)
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(name => new Difference(name, before.Find(name), after.Find(name), after.SpellingOf(name) is not null))
        .Where(one => !JsonNode.DeepEquals(one.Old, one.New));

    /// <summary>Whether a PUT carries this member of a resource, and no change concerns it.</summary>
    public static bool IsCommon(string name) => name is "schemas" or "meta" or "id";

    /// <summary>Whether a member of a resource is the object of an extension.</summary>
    public static bool IsExtension(string name) => name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase);
}
