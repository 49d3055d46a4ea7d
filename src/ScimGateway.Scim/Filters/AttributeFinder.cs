using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Filters;

/// <summary>Finds one attribute in many resources, from many threads. It looks first at the position of the last one, since the
/// resources of a list are mostly alike: this saves a hash and a memory access.</summary>
/// <param name="name">In any case; the exact spelling wins.</param>
internal sealed class AttributeFinder(string name)
{
    private int last;

    public JsonNode? Find(JsonObject resource)
    {
        int place = last;
        if (place < resource.Count && resource.GetAt(place) is var (key, value) && key == name) return value;
        place = resource.IndexOf(name);
        if (place < 0) return resource.Find(name);
        last = place;
        return resource.GetAt(place).Value;
    }
}
