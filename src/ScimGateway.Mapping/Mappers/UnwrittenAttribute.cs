using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Values;

namespace ScimGateway.Mapping.Mappers;

/// <summary>An attribute whose value does not reach the target: the mapping drops it, only reads it, or writes it with another
/// operation.</summary>
public sealed class UnwrittenAttribute
{
    private static readonly string[] Decorations = ["$ref", "display", "displayName", "type", "primary"];

    private readonly Place place;
    private readonly Place[] written;
    private readonly Func<JsonNode, JsonNode?>? rest;
    private readonly Condition[] conditions = [];

    /// <param name="place">Where it is, in the client's words.</param>
    /// <param name="written">The parts of it that are written all the same.</param>
    /// <param name="isShown">Whether answers may have it.</param>
    internal UnwrittenAttribute(Place place, IEnumerable<Place> written, bool isShown)
    {
        this.place = place;
        this.written = [.. written];
        IsShown = isShown;
        Name = place.ToString();
    }

    /// <param name="place">Where it is, in the client's words.</param>
    /// <param name="rest">The part of its value that does not reach the target.</param>
    /// <param name="isOther">Whether these are further elements beside the one that is written; if not, the mapping's author has
    /// left them out.</param>
    /// <param name="isShown">Whether answers may have it.</param>
    internal UnwrittenAttribute(Place place, Func<JsonNode, JsonNode?> rest, bool isOther, bool isShown)
        : this(place, Array.Empty<Place>(), isShown)
    {
        this.rest = rest;
        Name = isOther ? $"{place} after the first" : Name;
        IsOmitted = !isOther;
    }

    /// <param name="place">Where it is, in the client's words.</param>
    /// <param name="conditions">It is written where one of them holds.</param>
    /// <param name="isShown">Whether answers may have it.</param>
    internal UnwrittenAttribute(Place place, Condition[] conditions, bool isShown)
        : this(place, Array.Empty<Place>(), isShown) => this.conditions = conditions;

    /// <summary>As the mapping names it: <c>title</c>, <c>emails[type eq "home"].value</c>; <c>roles after the
    /// first</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the mapping's author leaves such a value out on purpose, so that it is no reason to refuse a
    /// request.</summary>
    public bool IsOmitted { get; }

    /// <summary>Whether answers may have it.</summary>
    public bool IsShown { get; }

    /// <summary>Whether a change at a path may be a change of it.</summary>
    public bool MayBeChangedAt(PatchPath named)
    {
        if (named.Where is { } where && place.Where?.Excludes(where) == true) return false;
        var path = named.Attribute;
        if (place.IsExtension || (path.Schema is null && Is(path.Name, place.Urn)))
            return Is(path.Schema ?? path.Name, place.Urn);
        return (path with { SubName = null }).Equals(place.Path with { SubName = null })
            && (path.SubName is null || place.Path.SubName is null || Is(path.SubName, place.Path.SubName));
    }

    /// <summary>The part of a resource that would be lost; <see langword="null"/> for no value (RFC 7643 section 2.5).</summary>
    /// <param name="resource">In the client's words. It is not changed.</param>
    public JsonNode? ValueIn(JsonObject resource)
    {
        if (Array.Exists(conditions, condition => condition.Holds(resource))) return null;
        string top = place.Path.Schema ?? place.Path.Name;
        if (resource.Find(top) is not { } found) return null;
        if (written.Length > 0)
        {
            var part = new JsonObject { [top] = found.DeepClone() };
            foreach (var inner in written) Placing.Remove(part, inner);
            resource = part;
        }

        var value = Placing.Find(resource, place);
        if (rest is not null && value is not null) value = rest(value);
        if (written.Length > 0) TakeDecorations(value);
        return Unassigned.IsThroughout(value) ? null : value;
    }

    // Marks beside a value mean nothing without it (RFC 7643 section 2.4).
    private static void TakeDecorations(JsonNode? value)
    {
        foreach (
            var element in value is JsonArray elements ? elements.OfType<JsonObject>() : new[] { value }.OfType<JsonObject>()
        )
            foreach (string name in Decorations)
                if (element.SpellingOf(name) is { } spelling)
                    element.Remove(spelling);
    }

    private static bool Is(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
