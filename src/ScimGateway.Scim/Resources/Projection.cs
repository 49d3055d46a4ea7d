using System.Text.Json.Nodes;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>The part of a resource that the client gets: <c>attributes</c>, <c>excludedAttributes</c> (RFC 7644 section 3.9) and
/// the schema's <c>returned</c> (RFC 7643 section 7).</summary>
public static class Projection
{
    /// <summary>Removes from a resource, in place, the attributes that the client must not get or did not ask for.</summary>
    /// <remarks><c>always</c> (<c>id</c>, <c>schemas</c>) stays in every case and <c>never</c> (a password) in none;
    /// <c>request</c> stays when it is named. Attributes that no schema defines are <c>default</c>.</remarks>
    public static void Apply(JsonObject resource, ResourceType type, ResourceQuery query)
    {
        bool inclusive = query.Attributes.Count > 0;
        var paths = inclusive ? query.Attributes : query.ExcludedAttributes;
        for (int i = resource.Count - 1; i >= 0; i--)
            if (TargetForm.IsPassword(resource.GetAt(i).Key)) resource.RemoveAt(i);
        Trim(resource, name => type.CoreAttribute(name) ?? type.ExtensionAttribute(name), Texts(paths, type), inclusive);
    }

    private static string[] Texts(IReadOnlyList<AttributePath> paths, ResourceType type) =>
        paths.Count == 0 ? [] : [.. paths.Select(path => type.Canonical(path).ToString())];

    /// <param name="parent">An object of the resource.</param>
    /// <param name="find">Finds the schema's definition of its members.</param>
    /// <param name="paths">The named paths, relative to the object.</param>
    /// <param name="inclusive">Whether the paths name attributes to keep, or to remove.</param>
    private static void Trim(JsonObject parent, Func<string, AttributeDefinition?> find, string[] paths, bool inclusive)
    {
        for (int i = parent.Count - 1; i >= 0; i--)
        {
            var (name, value) = parent.GetAt(i);
            if (!Stays(name, value, find(name), paths, inclusive)) parent.RemoveAt(i);
        }
    }

    private static bool Stays(string name, JsonNode? value, AttributeDefinition? attribute, string[] paths, bool inclusive)
    {
        var returned = attribute?.Returned ?? Returned.Default;
        if (returned == Returned.Never) return false;
        if (returned == Returned.Always) return true;
        bool isExtension = name.Contains(':', StringComparison.Ordinal);
        if (paths.Contains(name, StringComparer.OrdinalIgnoreCase)) return inclusive && StaysWhole(value, attribute);
        string[] below = Below(paths, name, isExtension ? ':' : '.');
        if (inclusive) return (below.Length > 0 || isExtension) && StaysInPart(value, attribute, below, inclusive);
        if (returned == Returned.Request) return false;
        return below.Length > 0 ? StaysInPart(value, attribute, below, inclusive) : StaysWhole(value, attribute);
    }

    private static bool StaysWhole(JsonNode? value, AttributeDefinition? attribute)
    {
        if (attribute is null || attribute.SubAttributes.All(sub => sub.Returned is Returned.Default or Returned.Always))
            return true;
        return StaysInPart(value, attribute, [], inclusive: false);
    }

    // An attribute that is empty after the cut has no value (RFC 7643 section 2.5) and is not shown.
    private static bool StaysInPart(JsonNode? value, AttributeDefinition? attribute, string[] paths, bool inclusive)
    {
        Func<string, AttributeDefinition?> find = name => attribute?.Sub(name);
        if (value is JsonObject inner)
        {
            Trim(inner, find, paths, inclusive);
            return inner.Count > 0;
        }

        if (value is not JsonArray elements) return !inclusive;
        for (int i = elements.Count - 1; i >= 0; i--)
        {
            if (elements[i] is not JsonObject element) continue;
            Trim(element, find, paths, inclusive);
            if (element.Count == 0) elements.RemoveAt(i);
        }

        return elements.Count > 0;
    }

    private static string[] Below(string[] paths, string name, char separator)
    {
        if (paths.Length == 0) return [];
        return [.. paths.Where(path => IsBelow(path, name, separator)).Select(path => path[(name.Length + 1)..])];
    }

    private static bool IsBelow(string path, string name, char separator) =>
        path.Length > name.Length + 1
        && path[name.Length] == separator
        && path.StartsWith(name, StringComparison.OrdinalIgnoreCase);
}
