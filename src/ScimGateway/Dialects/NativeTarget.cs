using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Calls;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Versions;
using ScimGateway.Targets;
using ScimGateway.Work;

namespace ScimGateway.Dialects;

/// <summary>The bottom of every stack: translates words by the mapping and sends one call.</summary>
internal sealed partial class NativeTarget(ResourceMapping mapping, TargetCalls calls, ILogger log) : ITarget
{
    /// <summary>Levels of nesting in an answer.</summary>
    private const int JsonDepth = 64;

    public async Task<ScimAnswer> SendAsync(ScimRequest request, CallContext context)
    {
        request = InItsOperations(request);
        if (request.Patch is { Operations.Count: 0 } && !mapping.Can.Read) return new ScimAnswer { Status = 204 };
        try
        {
            var reply = await calls.SendAsync(Call(request), context);
            var answer = context.Exchange.Work is { IsHeavy: true } work
                ? await AnswerAsync(work, request, reply)
                : Answer(request, reply);
            return IsOf(request.Id, answer) ? answer : await OfAnotherAsync(request, answer, context);
        }
        catch (ScimException fault)
            when (request is { Operation: ScimOperation.List, Query.Filter: not null } && fault.Status == 404)
        {
            // No match is 200 with an empty list (RFC 7644 section 3.4.2); a 404 sends Entra into quarantine.
            return new ScimAnswer { Status = 200, List = ListResponse.Empty };
        }
    }

    private static bool IsOf(string? id, ScimAnswer answer) => id is null || !answer.HasResource
        || (answer.IsUnread ? answer.UnreadResource!.IsOf(id) : answer.Resource!["id"]!.GetValue<string>() == id);

    // A cache may mix up its answers; or a change has changed the id, and then nothing is left under the old one.
    private async Task<ScimAnswer> OfAnotherAsync(ScimRequest request, ScimAnswer answer, CallContext context)
    {
        if (request.Operation == ScimOperation.Read || !mapping.Can.Read || !await IsGoneAsync(request, context))
            throw calls.Faults.Unusable($"was asked for one {mapping.Type.Name}, and answered with the id of another one.");
        var exchange = context.Exchange;
        exchange.ChangedId = answer.Resource!["id"]!.GetValue<string>();
        LogChangedId(
            log,
            exchange.Target,
            mapping.Type.Name,
            SafeNames.Line(request.Id!),
            SafeNames.Line(exchange.ChangedId),
            exchange.CorrelationId
        );
        return answer;
    }

    private async Task<bool> IsGoneAsync(ScimRequest request, CallContext context)
    {
        try
        {
            await SendAsync(new ScimRequest { Operation = ScimOperation.Read, Type = request.Type, Id = request.Id }, context);
            return false;
        }
        catch (ScimException fault)
        {
            // Any other fault says nothing of the id, and the answer to the change stays one about somebody else.
            return fault.Status == 404;
        }
    }

    // A PATCH may have nothing to say to the target: Entra removes an empty list of members, or changes what the mapping only
    // reads. A message without operations would be refused.
    private ScimRequest InItsOperations(ScimRequest request)
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

    private TargetCall Call(ScimRequest request) => request.Operation switch
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
            IsMerge = mapping.Can is { Patch: PatchStyle.Merge, MergeReplaceMembersFlag: null }, // a flag may say "add these"
        },
        ScimOperation.Delete => new(HttpMethod.Delete, mapping.Path, Id(request)) { IfMatch = request.IfMatch },
        _ => throw new InvalidOperationException($"{request.Operation} is no operation."),
    };

    private Task<ScimAnswer> AnswerAsync(WorkHold work, ScimRequest request, TargetReply reply) =>
        work.Lane.RunAsync(() => Task.FromResult(Answer(request, reply)));

    private ScimAnswer Answer(ScimRequest request, TargetReply reply) => request.Operation switch
    {
        ScimOperation.Create when IsExisting(reply) =>
            throw ScimException.Uniqueness($"The target has a {mapping.Type.Name} with these unique values already."),
        ScimOperation.Create => Created(request, reply)
            ?? throw calls.Faults.Unusable(
                $"took the {mapping.Type.Name}, but did not tell its id, so that what it stored cannot be shown."
            ),
        ScimOperation.List => List(request, reply),
        ScimOperation.Delete => new ScimAnswer { Status = 204 },
        ScimOperation.Read => One(request, reply) ?? throw calls.Faults.Unusable("answered a read without a resource."),
        _ => One(request, reply) ?? new ScimAnswer { Status = 204 },
    };

    /// <summary>The answer with one resource, its bytes unread where that can be; <see langword="null"/> when there is
    /// none.</summary>
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

    // RFC 7644 section 3.3 wants the whole resource; some say no more than where it is.
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

    // What the target shows of a resource only in part tells nothing of the whole.
    private EntityTag? VersionOf(ScimRequest request, TargetReply reply, string? own, out bool isOfTarget)
    {
        string? version = reply.Version ?? own;
        isOfTarget = !string.IsNullOrEmpty(version);
        if (isOfTarget) return EntityTag.Of(version!);
        return request.Query.HasProjection && mapping.Can.Projection ? null : ResourceVersion.Of(reply.Body.Span);
    }

    private ScimAnswer List(ScimRequest request, TargetReply reply)
    {
        // Where the end is only a trusted total tells.
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

    // A projection cuts anywhere: that is done on the tree.
    private AnswerPlan? PlanFor(ScimRequest request) => request.Query.HasProjection ? null : mapping.Answers;

    private JsonNode? Json(TargetReply reply) =>
        Parse(reply, reply.Scale, static (body, scale) => body.IsEmpty ? null : Tree(body, scale));

    private static JsonNode? Tree(ReadOnlyMemory<byte> body, ITreeScale? scale)
    {
        scale?.Weigh(body.Span);
        return ScimJson.Parse(body, JsonDepth);
    }

    // What is read with is handed over: a closure would be made for every answer.
    private T Parse<TWith, T>(TargetReply reply, TWith with, Func<ReadOnlyMemory<byte>, TWith, T> read)
    {
        try
        {
            return read(reply.Body, with);
        }
        catch (ScimException fault) when (fault.Status == 400)
        {
            throw calls.Faults.NotJson(reply.MediaType, reply.Body.Span, fault);
        }
    }

    private bool IsExisting(TargetReply reply) => mapping.Can.EmptyAnswerMeansExisting && Json(reply) is JsonObject { Count: 0 };

    /// <summary>A resource in the client's words; <see langword="null"/> where a change is answered with something that has no
    /// id, and so with no resource.</summary>
    /// <param name="located">The id in the <c>Location</c> of a create, for an answer without one.</param>
    private JsonObject? Resource(ScimRequest request, TargetReply reply, string? located)
    {
        if (Json(reply) is not JsonObject { Count: > 0 } json) return null;
        if (MessageIn(json) is { } message)
            throw calls.Faults.Unusable($"answered with {message} in place of a {mapping.Type.Name}.");
        var resource = mapping.ToClient(new(json));
        if (resource.TryFind("id", out var id) && !IsId(id))
            throw calls.Faults.Unusable($"answered with a {mapping.Type.Name} whose id is no string.");
        TargetForm.Repair(resource, mapping.Type);
        if (located is not null) resource.TryAdd("id", located);
        if (resource.ContainsKey("id")) return resource;
        return request.Operation == ScimOperation.Read
            ? throw calls.Faults.Unusable($"answered with a {mapping.Type.Name} without an id.")
            : null;
    }

    private static bool IsId(JsonNode? id) =>
        id?.GetValueKind() == JsonValueKind.Number || (id.IsString(out string? text) && text.Length > 0);

    private static string? MessageIn(JsonObject json) => (json.Find("schemas") as JsonArray)?
        .Select(one => one.IsString(out string? urn) && SchemaUrns.IsOfMessage(urn) ? urn[(urn.LastIndexOf(':') + 1)..] : null)
        .OfType<string>().Select(name => name == "Error" ? "an Error" : $"a {name}").FirstOrDefault();

    private JsonObject Identified(JsonObject resource) => resource["id"].IsString(out string? id) && id.Length > 0
        ? resource
        : throw calls.Faults.Unusable($"answered with a list that holds a {mapping.Type.Name} without an id.");

    // A dot segment is resolved by every URI library: /Users/.. would ask another endpoint, with the target's credentials.
    private static string Id(ScimRequest request) => request.Id is "." or ".."
        ? throw ScimException.NotFound($"There is no resource with the id '{request.Id}'.")
        : "/" + Uri.EscapeDataString(request.Id!);

    // Emulations send a resource on and still need it afterwards; the mapping consumes what it gets.
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

    private static TargetResource Original(ScimRequest request) => new(ScimJson.ParseObject(request.PreviousOriginal, JsonDepth));

    private static JsonObject Seen(JsonObject previous, ScimRequest request) =>
        previous["id"].IsString(out string? id) && id == request.Id ? previous : WithId(previous, request);

    private static JsonObject WithId(JsonObject? resource, ScimRequest request)
    {
        var copy = Copy(resource);
        copy["id"] = request.Id;
        return copy;
    }

    [LoggerMessage(1, LogLevel.Warning, "The target {Target} changed the id of the {Type} {Id} to {NewId}. {CorrelationId}")]
    private static partial void LogChangedId(
        ILogger logger,
        string? target,
        string type,
        string id,
        string newId,
        string correlationId
    );
}
