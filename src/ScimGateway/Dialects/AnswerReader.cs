using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Dialects;

/// <summary>Reads a target's answer in RFC words, and leaves its bytes unread if possible.</summary>
internal sealed class AnswerReader(ResourceMapping mapping, TargetFaults faults)
{
    /// <summary>Levels of nesting in an answer.</summary>
    public const int JsonDepth = 64;

    /// <exception cref="ScimException">409: the target answers that the resource exists; 502: the answer cannot be
    /// used.</exception>
    public ScimAnswer Answer(ScimRequest request, TargetReply reply) => request.Operation switch
    {
        ScimOperation.Create when IsExisting(reply) =>
            throw ScimException.Uniqueness($"The target has a {mapping.Type.Name} with these unique values already."),
        ScimOperation.Create => Created(request, reply)
            ?? throw faults.Unusable(
                $"took the {mapping.Type.Name}, but did not tell its id, so that what it stored cannot be shown."
            ),
        ScimOperation.List => List(request, reply),
        ScimOperation.Delete => new ScimAnswer { Status = 204 },
        ScimOperation.Read => One(request, reply) ?? throw faults.Unusable("answered a read without a resource."),
        _ => One(request, reply) ?? new ScimAnswer { Status = 204 },
    };

    /// <summary>The answer with one resource, its bytes unread if possible; <see langword="null"/> when there is none.</summary>
    private ScimAnswer? One(ScimRequest request, TargetReply reply)
    {
        if (reply.Body.IsEmpty) return null;
        if (
            PlanFor(request) is not { } plan
            || Parse(reply, (plan, reply.Scale), static (body, with) => UnreadResource.Over(body, with.plan, with.Scale))
                is not { } unread
        )
            return Read(request, reply, located: null);
        var version = VersionOf(request, reply, unread.Version, out bool isOfTarget);
        return new ScimAnswer
        {
            Status = 200,
            UnreadResource = unread,
            Version = version,
            IsVersionOfTarget = isOfTarget,
            Original = reply.Body,
        };
    }

    // RFC 7644 section 3.3 requires the whole resource; some targets only send its address.
    private ScimAnswer? Created(ScimRequest request, TargetReply reply)
    {
        if (Read(request, reply, IdIn(reply.Location)) is { } created) return created with { Status = 201 };
        return IdIn(reply.Location) is { } id ? new ScimAnswer { Status = 201, Resource = new JsonObject { ["id"] = id } } : null;
    }

    private string? IdIn(string? location)
    {
        string path = location?.Split('?', '#')[0].TrimEnd('/') ?? "";
        int end = path.LastIndexOf('/');
        return end > 0 && path[..end].EndsWith(mapping.Path, StringComparison.OrdinalIgnoreCase)
            ? Uri.UnescapeDataString(path[(end + 1)..])
            : null;
    }

    private ScimAnswer? Read(ScimRequest request, TargetReply reply, string? located)
    {
        if (Resource(request, reply, located) is not { } resource) return null;
        var version = VersionOf(
            request,
            reply,
            resource["meta"]?["version"].IsString(out string? own) == true ? own : null,
            out bool isOfTarget
        );
        return new ScimAnswer
        {
            Status = 200,
            Resource = resource,
            Version = version,
            IsVersionOfTarget = isOfTarget,
            Original = reply.Body,
        };
    }

    // A resource that the target shows only in part says nothing about the whole.
    private EntityTag? VersionOf(ScimRequest request, TargetReply reply, string? own, out bool isOfTarget)
    {
        string? version = reply.Version ?? own;
        isOfTarget = !string.IsNullOrEmpty(version);
        if (isOfTarget) return EntityTag.Of(version!);
        return request.Query.HasProjection && mapping.Can.Projection ? null : ResourceVersion.Of(reply.Body.Span);
    }

    private ScimAnswer List(ScimRequest request, TargetReply reply)
    {
        // Only a trusted total tells where the list ends.
        int asked = mapping.Can.Totals ? request.Query.StartIndex ?? 1 : 1;
        if (!reply.Body.IsEmpty && PlanFor(request) is { } plan && Parse(
            reply,
            (plan, asked, reply.Scale),
            static (body, known) => UnreadList.Over(body, known.plan, known.asked, known.Scale)
        ) is { HasIds: true } unread)
            return new ScimAnswer { Status = 200, UnreadList = unread };
        var list = ListResponse.Read(Json(reply));
        var resources = new List<JsonObject>(list.Resources.Count);
        foreach (var resource in list.Resources)
            resources.Add(Identified(TargetForm.Repair(mapping.ToClient(new(resource)), mapping.Type)));
        int startIndex = resources.Count == 0 ? 1 : Math.Max(list.StartIndex, asked);
        return new ScimAnswer { Status = 200, List = list with { StartIndex = startIndex, Resources = resources } };
    }

    // A projection may cut any part: it is done on the tree.
    private AnswerPlan? PlanFor(ScimRequest request) => request.Query.HasProjection ? null : mapping.Answers;

    private JsonNode? Json(TargetReply reply) =>
        Parse(reply, reply.Scale, static (body, scale) => body.IsEmpty ? null : Tree(body, scale));

    private static JsonNode? Tree(ReadOnlyMemory<byte> body, ITreeScale? scale)
    {
        scale?.Weigh(body.Span);
        return ScimJson.Parse(body, JsonDepth);
    }

    // The arguments are passed as state: a closure would be allocated for every answer.
    private T Parse<TWith, T>(TargetReply reply, TWith with, Func<ReadOnlyMemory<byte>, TWith, T> read)
    {
        try
        {
            return read(reply.Body, with);
        }
        catch (ScimException fault) when (fault.Status == 400)
        {
            throw faults.NotJson(reply.MediaType, reply.Body.Span, fault);
        }
    }

    private bool IsExisting(TargetReply reply) => mapping.Can.EmptyAnswerMeansExisting && Json(reply) is JsonObject { Count: 0 };

    /// <summary>A resource in the client's words; <see langword="null"/> if a change is answered with an object without an id,
    /// and so without a resource.</summary>
    /// <param name="located">The id in the <c>Location</c> of a create, for an answer without one.</param>
    private JsonObject? Resource(ScimRequest request, TargetReply reply, string? located)
    {
        if (Json(reply) is not JsonObject { Count: > 0 } json) return null;
        if (MessageIn(json) is { } message)
            throw faults.Unusable($"answered with {message} in place of a {mapping.Type.Name}.");
        var resource = mapping.ToClient(new(json));
        if (resource.TryFind("id", out var id) && !IsId(id))
            throw faults.Unusable($"answered with a {mapping.Type.Name} whose id is no string.");
        TargetForm.Repair(resource, mapping.Type);
        if (located is not null) resource.TryAdd("id", located);
        if (resource.ContainsKey("id")) return resource;
        return request.Operation == ScimOperation.Read
            ? throw faults.Unusable($"answered with a {mapping.Type.Name} without an id.")
            : null;
    }

    private static bool IsId(JsonNode? id) =>
        id?.GetValueKind() == JsonValueKind.Number || (id.IsString(out string? text) && text.Length > 0);

    private static string? MessageIn(JsonObject json) => (json.Find("schemas") as JsonArray)?
        .Select(one => one.IsString(out string? urn) && SchemaUrns.IsOfMessage(urn) ? urn[(urn.LastIndexOf(':') + 1)..] : null)
        .OfType<string>().Select(name => name == "Error" ? "an Error" : $"a {name}").FirstOrDefault();

    private JsonObject Identified(JsonObject resource) => resource["id"].IsString(out string? id) && id.Length > 0
        ? resource
        : throw faults.Unusable($"answered with a list that holds a {mapping.Type.Name} without an id.");
}
