using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>Checks the required attributes (RFC 7643 section 7 <c>required</c>: a user's <c>userName</c>, a group's
/// <c>displayName</c>) before any call, so that every target refuses alike. Attributes that the mapping supplies by itself need
/// not be sent, and the required attributes of an extension apply only to resources that have it.</summary>
internal sealed class RequireAttributes(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    private readonly (string? Urn, AttributePath[] Paths)[] required =
    [
        (null, Required(mapping, null, mapping.Type.Schema)),
        .. mapping
            .Type.Extensions.Select(extension => ((string?)extension.Id, Required(mapping, extension.Id, extension)))
            .Where(extension => extension.Item2.Length > 0),
    ];

    protected override bool Concerns(ScimRequest request) =>
        request.Operation is ScimOperation.Create or ScimOperation.Replace or ScimOperation.Patch;

    /// <exception cref="ScimException"><c>invalidValue</c>: a create or replace lacks one; <c>mutability</c>: a PATCH removes
    /// one.</exception>
    protected override Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        if (
            request is { Operation: ScimOperation.Create or ScimOperation.Replace, Resource: { } resource }
            && Missing(resource) is { } missing
        )
            throw ScimException.InvalidValue($"The {request.Type.Name} has no {missing}, which its schema requires.");
        if (
            request is { Operation: ScimOperation.Patch, Patch: { } patch }
            && patch.Operations.FirstOrDefault(TakesAway)?.Path is { } path
        )
            throw ScimException.Mutability($"{path} is required and cannot be removed.");
        return Inner.SendAsync(request, context);
    }

    private AttributePath? Missing(JsonObject resource)
    {
        foreach (var (urn, paths) in required)
        {
            var holder = urn is null ? resource : resource.Find(urn) as JsonObject;
            if (holder is null && !mapping.Type.RequiredExtensions.Contains(urn!, StringComparer.OrdinalIgnoreCase)) continue;
            foreach (var path in paths)
                if (IsNothing(holder?.Find(path.Name))) return path;
        }

        return null;
    }

    private bool TakesAway(PatchOperation operation) =>
        operation.Path is { Where: null, Attribute: { } attribute }
        && (operation.Verb == PatchVerb.Remove || IsNothing(operation.Value))
        && Array.Exists(required, one => one.Paths.Contains(attribute));

    // A userName is not empty (RFC 7643 section 4.1.1), and no other required attribute means anything when it is.
    private static bool IsNothing(JsonNode? value) =>
        value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }
        || (value.IsString(out string? text) && text.Length == 0);

    private static AttributePath[] Required(ResourceMapping mapping, string? urn, SchemaDefinition schema) =>
    [
        .. schema.Attributes.Where(attribute => attribute is { Required: true, Mutability: not Mutability.ReadOnly })
            .Select(attribute => new AttributePath(urn, attribute.Name)).Where(path => !mapping.Supplies(path)),
    ];
}
