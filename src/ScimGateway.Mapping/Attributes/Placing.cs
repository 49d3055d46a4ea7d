using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Mapping.Attributes;

/// <summary>Puts a value at a place, making the objects on the way, and finds it there.</summary>
internal static class Placing
{
    public static void Put(JsonObject resource, Place place, JsonNode? value)
    {
        var owner = place.Path.Schema is { } schema ? Child(resource, schema) : resource;
        if (place.Where is not null) PutElement(owner, place, value);
        else if (place.Path.SubName is { } sub) Set(Child(owner, place.Path.Name), sub, value);
        else Set(owner, place.Path.Name, value);
    }

    /// <summary>Whether the resource has something there, <c>null</c> included: the client sent it.</summary>
    public static bool Has(JsonObject resource, Place place)
    {
        if (Owner(resource, place) is not { } owner || !owner.TryFind(place.Path.Name, out var value)) return false;
        if (place.Where is { } where) value = Element(value as JsonArray, where);
        else if (place.Path.SubName is null) return true;
        return value is JsonObject child && (place.Path.SubName is null || child.TryFind(place.Path.SubName, out _));
    }

    /// <summary>The value there, of every element if the place names none; <see langword="null"/> if there is none. A single
    /// value is not copied.</summary>
    public static JsonNode? Find(JsonObject resource, Place place)
    {
        var value = Owner(resource, place)?.Find(place.Path.Name);
        if (place.Where is { } where) value = Element(value as JsonArray, where);
        if (place.Path.SubName is not { } sub) return value;
        return value switch
        {
            JsonObject child => child.Find(sub),
            JsonArray elements => new JsonArray([
                .. elements.OfType<JsonObject>().Select(element => element.Find(sub)?.DeepClone()),
            ]),
            _ => null,
        };
    }

    /// <summary>Removes the value there; if the place names an element, all of the element.</summary>
    public static void Remove(JsonObject resource, Place place)
    {
        if (Owner(resource, place) is not { } owner || owner.SpellingOf(place.Path.Name) is not { } name) return;
        if (place.Where is { } where)
        {
            if (owner[name] is JsonArray array && Element(array, where) is { } element) array.Remove(element);
        }
        else if (place.Path.SubName is not { } sub)
        {
            owner.Remove(name);
        }
        else
        {
            foreach (
                var child in owner[name] is JsonArray elements
                    ? elements.OfType<JsonObject>()
                    : new[] { owner[name] }.OfType<JsonObject>()
            )
                if (child.SpellingOf(sub) is { } spelling)
                    child.Remove(spelling);
        }
    }

    private static JsonObject? Owner(JsonObject resource, Place place) =>
        place.Path.Schema is { } schema ? resource.Find(schema) as JsonObject : resource;

    private static void PutElement(JsonObject owner, Place place, JsonNode? value)
    {
        if (value is null) return;
        if (owner.Find(place.Path.Name) is not JsonArray array) owner[place.Path.Name] = array = [];
        var element = Element(array, place.Where!);
        if (element is null) array.Add((JsonNode)(element = Described(place.Where!)));
        else if (Holds(element, place, value))
            array.Insert(array.IndexOf(element), element = Described(place.Where!)); // both stay, and the row's comes first
        if (place.Path.SubName is { } sub) Set(element, sub, value);
        else if (value is JsonObject members) Merge(element, members);
        else Set(element, "value", value);
    }

    private static JsonObject Described(Selector where) => new() { [where.Name] = where.ToJson() };

    /// <summary>Whether an element that no row has made has a value of its own at the place for another one.</summary>
    private static bool Holds(JsonObject element, Place place, JsonNode value) =>
        place.Path.SubName is null && value is JsonObject members
            ? members.Any(member => IsOther(element, member.Key, member.Value))
            : IsOther(element, place.Path.SubName ?? "value", value);

    private static bool IsOther(JsonObject element, string name, JsonNode? value) =>
        element.TryFind(name, out var own) && own is JsonValue && !JsonNode.DeepEquals(own, value);

    private static JsonObject? Element(JsonArray? array, Selector where)
    {
        if (array is null) return null;
        foreach (var item in array)
            if (item is JsonObject element && where.Matches(element)) return element;
        return null;
    }

    private static JsonObject Child(JsonObject owner, string name)
    {
        if (owner.Find(name) is JsonObject child) return child;
        child = [];
        owner[owner.SpellingOf(name) ?? name] = child;
        return child;
    }

    private static void Set(JsonObject owner, string name, JsonNode? value)
    {
        string spelling = owner.SpellingOf(name) ?? name;
        if (value is JsonObject members && owner[spelling] is JsonObject there) Merge(there, members);
        else owner[spelling] = value;
    }

    // A more specific row has put its value here first, and it stays.
    private static void Merge(JsonObject there, JsonObject members)
    {
        foreach (var (name, value) in members.TakeAll()) there.TryAdd(name, value);
    }
}
