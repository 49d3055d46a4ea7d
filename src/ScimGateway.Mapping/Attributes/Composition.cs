using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Values;

namespace ScimGateway.Mapping.Attributes;

/// <summary>Several attributes of the client that make one value of the target, or one attribute that makes several values. In
/// between, the value stands at a temporary place, from which the row takes it.</summary>
/// <param name="Sources">In the client's words, in the mapping's order.</param>
/// <param name="Name">The temporary place: a name that no schema has.</param>
/// <param name="Kind">How the value is made of them.</param>
internal sealed record Composition(IReadOnlyList<Place> Sources, string Name, CompositionKind Kind)
{
    /// <summary>The temporary place.</summary>
    public Place Place { get; } = new(new Scim.Paths.AttributePath(null, Name));

    /// <summary>Puts copies of the sources together, before the rows move them.</summary>
    public void Gather(JsonObject resource)
    {
        resource.Remove(Name);
        var values = Sources.Select(source => Placing.Find(resource, source)?.DeepClone()).ToList();
        if (values.TrueForAll(Unassigned.IsOrBlank)) return;
        resource[Name] = Kind == CompositionKind.Copy ? values[0] : new JsonArray([.. values]);
    }

    /// <summary>Writes the value that a row has read to its sources, if they have no value of their own.</summary>
    /// <param name="when">The row's condition: of several rows of one attribute, the one whose condition holds counts.</param>
    public void Spread(JsonObject resource, Condition? when)
    {
        if (!resource.Remove(Name, out var value) || value is null) return;
        JsonNode?[] values = Kind != CompositionKind.Copy && value is JsonArray several ? several.TakeAll() : [value];
        if (
            Kind == CompositionKind.First
            && Sources.Skip(1).Any(source => JsonNode.DeepEquals(Placing.Find(resource, source), values[0]))
        )
            return; // it came from there
        bool wins = Kind == CompositionKind.Copy && when?.Holds(resource) == true;
        for (int i = 0; i < Sources.Count && i < values.Length; i++)
            if (!Unassigned.IsOrBlank(values[i]) && (wins || Unassigned.IsOrBlank(Placing.Find(resource, Sources[i]))))
                Placing.Put(resource, Sources[i], values[i]);
    }
}

/// <summary>How a value is made of several sources.</summary>
internal enum CompositionKind
{
    /// <summary>A copy of the one source, for a second place at the target.</summary>
    Copy,

    /// <summary>The first that has a value.</summary>
    First,

    /// <summary>All of them, by the row's conversion.</summary>
    All,
}
