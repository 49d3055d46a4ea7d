using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A PUT that does not say what the target cannot be without (<c>can: { keep: ["emails"] }</c>; JumpCloud sends <c>"emails": null</c>):
/// reads the resource, and leaves it what it has there. RFC 7644 section 3.5.1 lets a server keep what a PUT leaves out.</summary>
internal sealed class KeepOnReplace(ITarget inner, ResourceMapping mapping) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request is { Operation: ScimOperation.Replace, Resource: { } resource } && mapping.Can.Keep.Any(path => Value(resource, path) is null)
            ? KeepAsync(request, connection, cancellation)
            : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> KeepAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var before = (await inner.SendAsync(request.ToRead(), connection, cancellation)).Resource!;
        var resource = (JsonObject)request.Resource!.DeepClone();
        foreach (var path in mapping.Can.Keep)
            if (Value(resource, path) is null && Value(before, path) is { } value) Holder(resource, path)[path.Name] = value.DeepClone();
        return await inner.SendAsync(request with { Resource = resource }, connection, cancellation);
    }

    private static JsonNode? Value(JsonObject resource, AttributePath path) =>
        (path.Schema is null ? resource : resource.Find(path.Schema) as JsonObject)?.Find(path.Name);

    private static JsonObject Holder(JsonObject resource, AttributePath path)
    {
        if (path.Schema is null) return resource;
        if (resource.Find(path.Schema) is JsonObject extension) return extension;
        resource[path.Schema] = extension = [];
        return extension;
    }
}
