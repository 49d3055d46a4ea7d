using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Lists;

/// <summary>One list of several resource types (RFC 7644 section 3.4.2.1): the list of one type after that of the other, or, with
/// sorting, all of them merged. Each type is queried once for a page, for its resources and its total.</summary>
/// <param name="types">The types that can match, in their order.</param>
/// <param name="query">The client's query: its page and its sorting are used here.</param>
/// <param name="send">Sends to the stack of a type.</param>
internal sealed class ListOfTypes(
    IReadOnlyList<TypeQuery> types,
    ResourceQuery query,
    ListLimits limits,
    Func<ITarget, ScimRequest, Task<ScimAnswer>> send
)
{
    /// <summary>The page of the query.</summary>
    /// <param name="position">The position of a cursor, from an earlier page; <c>""</c>: the start; <see langword="null"/>: the
    /// query has no cursor.</param>
    public Task<PageOfTypes> PageAsync(string? position) =>
        (position, IsSorted: query.SortBy is not null && query.Count != 0) switch
        {
            (null, true) => SortedAsync((query.StartIndex ?? 1) - 1),
            (null, false) => ByIndexAsync(),
            ({ } at, true) => SortedAsync(at.Length == 0 ? 0 : Number(at)),
            ({ } at, false) => ByCursorAsync(at),
        };

    private async Task<PageOfTypes> ByIndexAsync()
    {
        var found = new List<FoundResource>();
        long before = 0;
        bool isFull = query.Count == 0;
        foreach (var type in types)
        {
            int first = (int)Math.Max((query.StartIndex ?? 1) - before, 1);
            int? wanted = isFull ? 0 : query.Count is null ? null : Most - found.Count;
            var list = await ListAsync(type, type.Sent.Query with { StartIndex = first > 1 ? first : null, Count = wanted });
            found.AddRange(list.Resources.Select(resource => new FoundResource(resource, type.Asked)));
            // The rest of this type's list comes before the first of the next type.
            isFull |= found.Count >= Most || first - 1 + list.Resources.Count < list.TotalResults;
            before += list.TotalResults;
        }

        return new PageOfTypes(found) { Total = before };
    }

    // A target may return less than was requested, with a cursor that leads on: that is a page.
    private async Task<PageOfTypes> ByCursorAsync(string at)
    {
        var found = new List<FoundResource>();
        string[] parts = at.Length == 0 ? ["0", ""] : at.Split('.', 2);
        string cursor = parts[1];
        for (int index = Number(parts[0]); index < types.Count; index++, cursor = "")
        {
            if (found.Count >= (query.Count is null ? 1 : Most)) return new PageOfTypes(found) { Next = Position(index, "") };
            var list = await ListAsync(types[index], types[index].Sent.Query with
            {
                Cursor = cursor,
                Count = query.Count is null ? null : Most - found.Count,
            });
            found.AddRange(list.Resources.Select(resource => new FoundResource(resource, types[index].Asked)));
            if (list.NextCursor is { } next) return new PageOfTypes(found) { Next = Position(index, next) };
        }

        return new PageOfTypes(found);
    }

    // Every list is sorted within its type already, perhaps by its target: the lists are only merged, so that the next page
    // continues where this one ends. A type without the attribute has no order, and is sorted like resources without a value.
    private async Task<PageOfTypes> SortedAsync(int skip)
    {
        if ((long)skip + Most > limits.ScanResources) throw TooFar();
        var queues = new List<Queue<FoundResource>>();
        long total = 0;
        foreach (var type in types)
        {
            var (first, all) = await FirstAsync(type, skip + Most);
            queues.Add(new Queue<FoundResource>(first));
            total += all;
        }

        FoundResource[] page = [.. Merged(queues).Skip(skip).Take(Most)];
        return new PageOfTypes(page)
        {
            Total = total,
            Next = page.Length > 0 && skip + page.Length < total ? Number(skip + page.Length) : null,
        };
    }

    private async Task<(List<FoundResource> Resources, long Total)> FirstAsync(TypeQuery type, int most)
    {
        var found = new List<FoundResource>();
        while (true)
        {
            // Whole, because the client may not have requested the attribute that they are sorted by.
            var page = type.Sent.Query with
            {
                StartIndex = found.Count > 0 ? found.Count + 1 : null,
                Count = most - found.Count,
                Cursor = null,
                Attributes = [],
                ExcludedAttributes = [],
            };
            var list = await ListAsync(type, page);
            found.AddRange(list.Resources.Select(resource => new FoundResource(resource, type.Asked)));
            if (found.Count >= Math.Min(most, list.TotalResults) || list.Resources.Count == 0) return (found, list.TotalResults);
        }
    }

    private IEnumerable<FoundResource> Merged(List<Queue<FoundResource>> queues)
    {
        var knowing = types.FirstOrDefault(type => type.Sent.Query.SortBy is not null)?.Asked;
        var order = ResourceOrder.By(knowing?.Query.SortBy ?? query.SortBy!, knowing?.Type, query.Descending);
        while (queues.Where(queue => queue.Count > 0).MinBy(queue => queue.Peek().Resource, order) is { } next)
            yield return next.Dequeue();
    }

    private async Task<ListResponse> ListAsync(TypeQuery type, ResourceQuery page) =>
        (await send(type.Stack, type.Sent with { Query = page })).List!;

    private int Most => Math.Min(query.Count ?? int.MaxValue, limits.PageResources);

    private static string Position(int type, string cursor) => $"{Number(type)}.{cursor}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private ScimException TooFar() => ScimException.TooMany(
        $"To sort several resource types up to this page, the gateway would hold more than {limits.ScanResources} resources of each (limits.scanResources). Ask for one type, or with a filter.");
}

/// <summary>A resource in a list of several types.</summary>
/// <param name="Asked">The client's query, in the words of its type.</param>
internal sealed record FoundResource(JsonObject Resource, ScimRequest Asked);

/// <summary>A page of several types.</summary>
internal sealed record PageOfTypes(IReadOnlyList<FoundResource> Resources)
{
    /// <summary>All that match; <see langword="null"/>: not counted.</summary>
    public long? Total { get; init; }

    /// <summary>Where the next page begins, for a query with a cursor; <see langword="null"/>: this is the last.</summary>
    public string? Next { get; init; }
}
