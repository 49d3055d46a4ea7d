using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Create for a target that takes only basic attributes at first (Peakon): creates, then replaces with everything, if
/// there is more.</summary>
/// <remarks>When the second call fails the client is told so; its repeat finds the resource by its unique value and updates it.</remarks>
internal sealed class CreateThenUpdate(ITarget inner, ResourceMapping mapping) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var answer = await inner.SendAsync(request, connection, cancellation);
        if (request.Operation != ScimOperation.Create || answer.Resource?["id"]?.GetValue<string>() is not { } id || WasWhole(request.Resource!)) return answer;
        try
        {
            var updated = await inner.SendAsync(request with { Operation = ScimOperation.Replace, Id = id }, connection, cancellation);
            return updated with { Status = 201 };
        }
        catch (ScimException fault)
        {
            throw fault.After($"The {request.Type.Name} was created with the id '{id}', but setting its remaining attributes failed");
        }
    }

    private bool WasWhole(JsonObject resource) =>
        JsonNode.DeepEquals(mapping.ToTarget((JsonObject)resource.DeepClone(), ScimOperation.Create), mapping.ToTarget((JsonObject)resource.DeepClone(), ScimOperation.Replace));
}
