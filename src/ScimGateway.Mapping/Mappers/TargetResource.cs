using System.Text.Json.Nodes;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A resource, or a message about one, in one target's words. A bare <see cref="JsonObject"/> is in the RFC's words: the
/// common form.</summary>
/// <remarks>Passing one on gives up its ownership: the receiver may change it, or make it a part of another tree. To keep it,
/// pass a copy.</remarks>
/// <param name="Tree">As the target reads and writes it.</param>
public readonly record struct TargetResource(JsonObject Tree);
