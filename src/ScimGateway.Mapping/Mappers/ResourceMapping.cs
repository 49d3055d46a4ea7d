using System.Text.Json.Nodes;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Mappers;

/// <summary>One resource type of one target: renames and converts both ways. Thread-safe and immutable.</summary>
public sealed class ResourceMapping
{
    /// <summary>The type in the client's words: core schema, extensions that the mapping's rows mention included.</summary>
    public required ResourceType Type { get; init; }

    /// <summary>The target's endpoint, with its slash: <c>/Users</c>.</summary>
    public required string Path { get; init; }

    public TargetCapabilities Can { get; init; } = new();

    /// <summary>A mapping that changes nothing.</summary>
    public static ResourceMapping Plain(ResourceType type) => new() { Type = type, Path = type.Endpoint };

    /// <summary>A resource for the target. Takes ownership of the one given in.</summary>
    /// <param name="resource">In the client's words.</param>
    /// <param name="operation">Create, Replace or Patch: rows may hold for one of them only.</param>
    public JsonObject ToTarget(JsonObject resource, ScimOperation operation) => Path is "" ? throw new InvalidOperationException() : resource;

    /// <summary>A resource for the client. Takes ownership of the one given in.</summary>
    public JsonObject ToClient(JsonObject resource) => Path is "" ? throw new InvalidOperationException() : resource;

    /// <summary>A filter in the target's words, its values converted.</summary>
    /// <exception cref="Scim.Errors.ScimException"><c>invalidFilter</c>: a function of the mapping cannot take the value.</exception>
    public Filter ToTarget(Filter filter) => Path is "" ? throw new InvalidOperationException() : filter;

    /// <summary>A path in the target's words; <see langword="null"/> when the attribute has no place there.</summary>
    public AttributePath? ToTarget(AttributePath path) => Path is "" ? throw new InvalidOperationException() : path;

    /// <summary>A PATCH in the target's words, its values converted.</summary>
    public PatchRequest ToTarget(PatchRequest patch) => Path is "" ? throw new InvalidOperationException() : patch;
}
