using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Stores.Owed;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Owed;

/// <summary>Lists that show what is owed, and filters that the target itself answers: what the target finds stays in its place if
/// it matches with what is owed, and who matches by that alone comes after the last one.</summary>
/// <param name="most">How many resources may be owed something, so that a filter by it is answered.</param>
internal sealed class OwedLists(ITarget inner, ResourceMapping mapping, OwedResources owed, OwedOverlay overlay, int most)
{
    private readonly AttributePath[] deferred = [
        .. mapping.References.Where(reference => reference.Missing == MissingReference.Defer).Select(reference => reference.Path),
    ];

    public async Task<ScimAnswer> ListAsync(ScimRequest request, CallContext context)
    {
        var answer = await inner.SendAsync(request, context);
        var list = answer.List!;
        var rows = await owed.OfAsync([.. list.Resources.Select(IdOf)], context.Cancellation);
        foreach (var resource in list.Resources) overlay.Lay(resource, rows[IdOf(resource)]);
        if (request.Query.Filter is { } filter && PathsIn(filter) is { Length: > 0 } paths)
            list = await FoundAsync(list, rows, filter, paths, request, context);
        return answer with { List = list, UnreadList = null };
    }

    private string[] PathsIn(Filter filter) => [
        .. deferred.Where(path => filter.Paths.Any(asked => Holds(asked, path))).Select(path => path.ToString()),
    ];

    private static bool Holds(AttributePath asked, AttributePath path) =>
        (asked with { SubName = null }).Equals(path with { SubName = null });

    private async Task<ListResponse> FoundAsync(
        ListResponse list, ILookup<string, OwedRow> rows, Filter filter, string[] paths, ScimRequest request, CallContext context)
    {
        var ids = await owed.IdsAsync(paths, most + 1, context.Cancellation);
        if (ids.Count == 0) return list;
        if (ids.Count > most)
            throw ScimException.TooMany($"More than {most} {mapping.Type.Name} resources wait for somebody whom the target does not have yet, and the filter may match each of them (limits.scanResources). Ask with a filter that names one of them.");
        var predicate = FilterPredicate.Compile(filter, mapping.Type);
        var kept = list.Resources.Where(resource => !rows.Contains(IdOf(resource)) || predicate.Matches(resource)).ToList();
        long total = list.TotalResults - (list.Resources.Count - kept.Count);
        var more = await OnlyOwedAsync(ids, list, predicate, filter, request, context);
        int end = (request.Query.StartIndex ?? 1) - 1 + list.Resources.Count;
        bool isLast = request.Query.Cursor is not null ? list.NextCursor is null : !list.TotalIsKnown || end >= list.TotalResults;
        if (isLast)
        {
            int passed = (int)Math.Max(0, (request.Query.StartIndex ?? 1) - 1 - list.TotalResults);
            kept.AddRange(more.Skip(passed).Take(Math.Max(0, (request.Query.Count ?? int.MaxValue) - kept.Count)));
        }

        total += more.Count;
        return list with
        {
            Resources = kept,
            TotalResults = total,
            ToldTotal = list.ToldTotal + total - list.TotalResults,
        };
    }

    // Each is read by itself: the target did not find it.
    private async Task<List<JsonObject>> OnlyOwedAsync(
        IReadOnlyList<string> ids,
        ListResponse list,
        FilterPredicate predicate,
        Filter filter,
        ScimRequest request,
        CallContext context
    )
    {
        var found = new List<JsonObject>();
        foreach (string id in Named(filter) is { } one ? ids.Where(id => id == one) : ids)
        {
            if (list.Resources.Any(resource => IdOf(resource) == id)) continue;
            try
            {
                var read = await inner.SendAsync(request.ToRead(id), context);
                var resource = read.Resource!;
                if (predicate.Matches(resource)) continue; // the target finds it, be it on another page
                overlay.Lay(resource, await owed.OfAsync(id, context.Cancellation));
                if (predicate.Matches(resource)) found.Add(resource);
            }
            catch (ScimException fault) when (fault.Status == 404)
            {
                // gone at the target; the next attempt to pay it ends its lane
            }
        }

        return found;
    }

    private static string? Named(Filter filter) => LookUp.Conjuncts(filter).OfType<ComparisonFilter>().FirstOrDefault(part =>
        part is { Operator: ComparisonOperator.Eq, Path: { Schema: null, Name: "id", SubName: null } })?.Value.Text;

    private static string IdOf(JsonObject resource) => resource["id"].IsString(out string? id) ? id : "";
}
