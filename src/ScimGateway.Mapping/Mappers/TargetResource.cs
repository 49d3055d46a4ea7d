using System.Text.Json.Nodes;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A resource, or a message about one, in one target's words. A bare <see cref="JsonObject"/> is in the RFC's words: the
/// common form.</summary>
/// <remarks>Who gives one away doesn't keep it: it may be changed, or become a part of another tree. Who wants to go on with it
/// gives a copy.</remarks>
/// <param name="Tree">As the target reads and writes it.</param>
public readonly record struct TargetResource(JsonObject Tree);
