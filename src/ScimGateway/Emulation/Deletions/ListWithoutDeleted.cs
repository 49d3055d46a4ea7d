using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Stores.Remembered;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Deletions;

/// <summary>Lists without resources that clients deleted and the target keeps. If one answer contains everything (every look-up),
/// that is one call. If not, only counting tells where a page begins and how many there are: from the first page on, until the
/// page is full and every deleted resource was found, keeping no more than the page.</summary>
internal sealed class ListWithoutDeleted(ITarget inner, ResourceMapping mapping, Tombstones tombstones, int mostResources)
    : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.List;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        if (await tombstones.IdsAsync(context.Cancellation) is not { Count: > 0 } ids)
            return await Inner.SendAsync(request, context);
        var deleted = ids.ToHashSet(StringComparer.Ordinal);
        var answer = await Inner.SendAsync(request, context);
        var list = answer.List!;
        var left = await WithoutAsync(list.Resources, deleted, context.Cancellation);
        if (request.Query.Cursor is not null)
            return answer with { List = list with { Resources = left, TotalIsKnown = false }, UnreadList = null };
        if (list.StartIndex <= 1 && HoldsEverything(list, request.Query))
            return answer with
            {
                List = list with { Resources = left, TotalResults = left.Count, TotalIsKnown = true },
                UnreadList = null,
            };
        if (list.TotalResults == 0) return answer;
        return answer with { List = await WalkAsync(request, list.Resources.Count, deleted, context), UnreadList = null };
    }

    private async Task<ListResponse> WalkAsync(ScimRequest request, int usual, HashSet<string> deleted, CallContext context)
    {
        int start = Math.Max(request.Query.StartIndex ?? 1, 1);
        int count = request.Query.Count ?? Math.Max(usual, 1);
        var page = new List<JsonObject>();
        int seen = 0, kept = 0;
        while (true)
        {
            var query = request.Query with { StartIndex = seen + 1, Count = mapping.Can.PageSize ?? Math.Max(count, 100) };
            var list = (await Inner.SendAsync(request with { Query = query }, context)).List!;
            seen += list.Resources.Count;
            foreach (var resource in await WithoutAsync(list.Resources, deleted, context.Cancellation))
                if (++kept >= start && page.Count < count) page.Add(resource);
            bool isLast =
                list.Resources.Count == 0
                || (list.TotalIsKnown ? seen >= list.TotalResults : list.Resources.Count < mapping.Can.PageSize);
            bool allMet = list.TotalIsKnown && seen - kept == deleted.Count && page.Count == count;
            if (isLast || allMet)
                return new ListResponse(isLast ? kept : list.TotalResults - deleted.Count, page.Count == 0 ? 1 : start, page);
            if (seen < mostResources) continue;
            // Deleted ones may come later: then the total is too high, but no page is lost.
            return page.Count == count
                ? new ListResponse(list.TotalResults - (seen - kept), page.Count == 0 ? 1 : start, page)
                : throw TooMany(list.TotalResults);
        }
    }

    // If the target does not count, a page that is not full is the last one.
    private bool HoldsEverything(ListResponse list, ResourceQuery query) => list.TotalIsKnown
        ? list.Resources.Count >= list.TotalResults
        : list.Resources.Count < mapping.Can.PageSize && !(list.Resources.Count >= query.Count);

    // A resource that the target shows as active again is not deleted any more.
    private async Task<List<JsonObject>> WithoutAsync(
        IReadOnlyList<JsonObject> resources,
        HashSet<string> deleted,
        CancellationToken cancellation
    )
    {
        var left = new List<JsonObject>(resources.Count);
        foreach (var resource in resources)
        {
            string id = resource["id"].IsString(out string? told) ? told : throw ScimException.UnusableAnswer(
                $"The target answered with a list that holds a {mapping.Type.Name} without an id."
            );
            if (resource.IsActive() && deleted.Remove(id)) await tombstones.ForgetAsync(id, cancellation);
            if (!deleted.Contains(id)) left.Add(resource);
        }

        return left;
    }

    private ScimException TooMany(long total) => ScimException.TooMany(
        $"The target keeps what was deleted among its {total} {mapping.Type.Name} resources, and to count the others takes more than the gateway goes through for one request ({mostResources}, limits.scanResources). Ask with a filter.");
}
