using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Attributes that name another resource: the client's id becomes what the target knows it by (Peakon: a manager's
/// e-mail), and back.</summary>
internal sealed class ResolveReferences(ITarget inner, ResourceMapping mapping, ReferenceDirectory directory) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var sent = request with
        {
            Resource = await OutAsync(request.Resource, connection, cancellation),
            Previous = await OutAsync(request.Previous, connection, cancellation),
            Patch = await OutAsync(request.Patch, connection, cancellation),
        };
        var answer = await inner.SendAsync(sent, connection, cancellation);
        if (request.Operation == ScimOperation.Delete) directory.Forget(mapping.Type.Name, mapping.References, request.Id!);
        IReadOnlyList<JsonObject> answered = answer.List?.Resources ?? (answer.Resource is { } one ? [one] : []);
        foreach (var resource in answered) directory.Learn(mapping.Type.Name, mapping.References, resource);
        foreach (var resource in answered) await InAsync(resource, connection, cancellation);
        return answer;
    }

    private async Task<JsonObject?> OutAsync(JsonObject? resource, TargetConnection connection, CancellationToken cancellation)
    {
        if (resource is null) return null;
        var copy = (JsonObject)resource.DeepClone();
        foreach (var reference in mapping.References)
        {
            if (ReferencePlace.Find(copy, reference.Path) is not { } place) continue;
            place.Value = await directory.NameAsync(reference, place.Value, connection, cancellation)
                ?? throw ScimException.InvalidValue($"{reference.Path} names the {reference.Type} '{place.Value}', which the target does not have (yet).");
        }

        return copy;
    }

    private async Task<PatchRequest?> OutAsync(PatchRequest? patch, TargetConnection connection, CancellationToken cancellation)
    {
        if (patch is null) return null;
        var sent = new List<PatchOperation>(patch.Operations.Count);
        foreach (var operation in patch.Operations)
        {
            var holder = await OutAsync(ReferencePlace.Hold(operation), connection, cancellation);
            sent.Add(holder is null ? operation : operation with { Value = ReferencePlace.Held(holder, operation) });
        }

        return new PatchRequest(sent);
    }

    private async Task InAsync(JsonObject resource, TargetConnection connection, CancellationToken cancellation)
    {
        foreach (var reference in mapping.References)
        {
            if (ReferencePlace.Find(resource, reference.Path) is not { } place) continue;
            if (await directory.IdAsync(reference, place.Value, connection, cancellation) is { } id) place.Value = id;
            else place.Remove();
        }
    }
}
