using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>How a target takes changes of a group.</summary>
internal enum GroupPatch { None, Operations, MergeWithFlag, Merge, Scim11 }

/// <summary>A target that stores one group (<c>g</c>) and does to its members what it is told, by its own rules.</summary>
internal sealed class GroupTarget(GroupPatch patch) : IAsyncDisposable
{
    private readonly Lock storing = new();
    private readonly List<string> members = [];
    private FakeTarget? target;

    public string Url => target!.Url;

    public bool HasPut { get; init; }

    public bool ShowsMembers { get; init; } = true;

    /// <summary>Whether a PATCH may replace or remove all members.</summary>
    public bool Replaces { get; init; } = true;

    /// <summary>Members and operations of one PATCH.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Users on a page.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Whether the removal of who is no member is 404.</summary>
    public bool MissesAbsent { get; init; }

    public string DisplayName { get; private set; } = "Eng";

    public string Members
    {
        get
        {
            lock (storing) return string.Join(' ', members.Order(StringComparer.Ordinal));
        }
    }

    public IReadOnlyList<TargetRequest> Requests => target!.Requests;

    public async Task<GroupTarget> StartAsync(string start)
    {
        members.AddRange(start.Split(' '));
        target = await FakeTarget.StartAsync(async (context, request) =>
        {
            var (status, body) = Answer(context, request);
            await context.AnswerAsync(status, body);
        });
        return this;
    }

    public ValueTask DisposeAsync() => target!.DisposeAsync();

    private (int Status, string Body) Answer(HttpContext context, TargetRequest request)
    {
        lock (storing)
        {
            if (request.PathAndQuery.StartsWith("/Users?", StringComparison.Ordinal)) return (200, Users(request.PathAndQuery));
            switch (request.Method)
            {
                case not "POST" when request.PathAndQuery.StartsWith("/Groups/gone", StringComparison.Ordinal):
                    return (404, "");
                case "GET" when request.PathAndQuery.StartsWith("/Groups/g", StringComparison.Ordinal):
                    return (200, Shown());
                case "GET":
                    return (200, $$"""{"totalResults":1,"Resources":[{{Shown()}}]}""");
                case "PUT" when HasPut:
                    return Replace(JsonNode.Parse(request.Body)!.AsObject());
                case "PATCH" when patch == GroupPatch.Operations:
                    return Operate(JsonNode.Parse(request.Body)!["Operations"]!.AsArray());
                case "PATCH" when patch != GroupPatch.None:
                    return Merge(JsonNode.Parse(request.Body)!.AsObject());
                default:
                    return (405, "");
            }
        }
    }

    // As AWS: the users whose groups hold the one that is asked for.
    private string Users(string pathAndQuery)
    {
        var query = QueryHelpers.ParseQuery(new Uri("http://x" + pathAndQuery).Query);
        var found = query["filter"] == "groups.value eq \"g\"" ? members : [];
        int start = query.TryGetValue("startIndex", out var first) ? int.Parse(first!) : 1;
        var page = found
            .Skip(start - 1)
            .Take(PageSize)
            .Select(id => $$"""{"id":"{{id}}","userName":"user{{id}}@x.org","displayName":"User {{id}}"}""");
        return $$"""{"totalResults":{{found.Count}},"startIndex":{{start}},"Resources":[{{string.Join(',', page)}}]}""";
    }

    private string Shown() => new JsonObject
    {
        ["id"] = "g",
        ["displayName"] = DisplayName,
        ["members"] = ShowsMembers
            ? new JsonArray([.. members.Select(id => new JsonObject { ["value"] = id })])
            : new JsonArray(),
    }.ToJsonString();

    private (int Status, string Body) Replace(JsonObject body)
    {
        Rename(body);
        members.Clear();
        members.AddRange(Ids(body["members"]));
        return (200, Shown());
    }

    private (int Status, string Body) Operate(JsonArray operations)
    {
        if (operations.Count > Most) return (400, "");
        if (MissesAbsent && operations.Any(operation => OneMember(operation.At("path")!) is { } id && !members.Contains(id)))
            return (404, "");
        foreach (var operation in operations)
        {
            string path = operation.At("path") ?? "", verb = operation.At("op")!;
            if (path == "displayName") DisplayName = operation.At("value")!;
            else if (OneMember(path) is { } one && verb == "remove") members.Remove(one);
            else if (path != "members" || (verb != "add" && !Replaces) || Ids(operation!["value"]).Count > Most) return (400, "");
            else Change(Ids(operation["value"]), replaces: verb != "add");
        }

        return (204, "");
    }

    private static string? OneMember(string path) =>
        path.StartsWith("members[value eq \"", StringComparison.Ordinal) ? path.Split('"')[1] : null;

    private (int Status, string Body) Merge(JsonObject body)
    {
        if (body["members"] is JsonArray { Count: var count } && count > Most) return (400, "");
        Rename(body);
        if (body["members"] is not JsonArray said) return (200, Shown());
        if (patch == GroupPatch.Scim11)
        {
            foreach (var gone in said.Where(member => member.At("operation") == "delete")) members.Remove(gone.At("value")!);
            Change(Ids(new JsonArray([
                .. said.Where(member => member.At("operation") is null).Select(member => member!.DeepClone()),
            ])), replaces: false);
        }
        else
        {
            Change(Ids(said), replaces: patch == GroupPatch.Merge || body.At("replaceMembers") == "true");
        }

        return (200, Shown());
    }

    private void Change(IReadOnlyList<string> ids, bool replaces)
    {
        if (replaces) members.Clear();
        members.AddRange(ids.Except(members).ToList());
    }

    private void Rename(JsonObject body) => DisplayName = body.At("displayName") ?? DisplayName;

    private static IReadOnlyList<string> Ids(JsonNode? list) =>
        [.. (list as JsonArray ?? []).Select(member => member.At("value")!)];
}
