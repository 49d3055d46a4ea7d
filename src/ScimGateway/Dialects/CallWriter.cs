using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Dialects;

/// <summary>Writes a request in RFC words as the call to a target.</summary>
internal sealed class CallWriter(ResourceMapping mapping)
{
    /// <summary>A PATCH with the operations of the target. It may have nothing to say to it: Entra removes an empty list of
    /// members, or changes what the mapping only reads. A message without operations would be refused, and it becomes a
    /// read.</summary>
    public ScimRequest InItsOperations(ScimRequest request)
    {
        if (request.Operation != ScimOperation.Patch || mapping.Can.Patch != PatchStyle.PatchOp) return request;
        var patch = request is { Resource: { } wanted, Previous: { } seen }
            ? mapping.Difference(seen, wanted, request.Patch, Elements(request))
            : mapping.ToTarget(request.Patch!);
        return request with
        {
            Operation = patch.Operations.Count == 0 && mapping.Can.Read ? ScimOperation.Read : ScimOperation.Patch,
            Patch = patch,
        };
    }

    public TargetCall Call(ScimRequest request) => request.Operation switch
    {
        ScimOperation.Create => new(HttpMethod.Post, mapping.Path)
        {
            Body = mapping.ToTarget(Copy(request.Resource), ScimOperation.Create),
        },
        ScimOperation.Read => new(HttpMethod.Get, mapping.Path, Id(request) + TargetQuery.Of(request.Query, mapping)),
        ScimOperation.List when mapping.Can.Search && request.Query.Filter is not null =>
            new(HttpMethod.Post, mapping.Path + "/.search") { Body = new(TargetQuery.SearchOf(request.Query, mapping)) },
        ScimOperation.List => new(HttpMethod.Get, mapping.Path, TargetQuery.Of(request.Query, mapping)),
        ScimOperation.Replace => new(HttpMethod.Put, mapping.Path, Id(request))
        {
            Body = Replacement(request),
            IfMatch = request.IfMatch,
        },
        ScimOperation.Patch => new(HttpMethod.Patch, mapping.Path, Id(request))
        {
            Body =
                mapping.Can.Patch == PatchStyle.Merge
                    ? mapping.Merge(request, Elements(request))
                    : new(request.Patch!.ToJson()),
            IfMatch = request.IfMatch,
            IsMerge = mapping.Can is { Patch: PatchStyle.Merge, MergeReplaceMembersFlag: null }, // a flag may mean "add these"
        },
        ScimOperation.Delete => new(HttpMethod.Delete, mapping.Path, Id(request)) { IfMatch = request.IfMatch },
        _ => throw new InvalidOperationException($"{request.Operation} is no operation."),
    };

    // Every URI library resolves a dot segment: /Users/.. would call another endpoint, with the target's credentials.
    private static string Id(ScimRequest request) => request.Id is "." or ".."
        ? throw ScimException.NotFound($"There is no resource with the id '{request.Id}'.")
        : "/" + Uri.EscapeDataString(request.Id!);

    // Emulations pass a resource on and still need it afterwards; the mapping takes ownership of its argument.
    private static JsonObject Copy(JsonObject? resource) => (JsonObject)resource!.DeepClone();

    private TargetResource Replacement(ScimRequest request)
    {
        var wanted = WithId(request.Resource, request);
        return request is { Previous: { } previous, PreviousOriginal.IsEmpty: false }
            ? mapping.InPlace(Original(request), Seen(previous, request), wanted, request.Patch)
            : mapping.ToTarget(wanted, ScimOperation.Replace);
    }

    private TargetResource? Elements(ScimRequest request) =>
        mapping.KeepsElements && !request.PreviousOriginal.IsEmpty ? Original(request) : null;

    private static TargetResource Original(ScimRequest request) =>
        new(ScimJson.ParseObject(request.PreviousOriginal, AnswerReader.JsonDepth));

    private static JsonObject Seen(JsonObject previous, ScimRequest request) =>
        previous["id"].IsString(out string? id) && id == request.Id ? previous : WithId(previous, request);

    private static JsonObject WithId(JsonObject? resource, ScimRequest request)
    {
        var copy = Copy(resource);
        copy["id"] = request.Id;
        return copy;
    }
}
