using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ScimGateway.Replicas;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Emulation.Lists;

/// <summary>A cache of the positions of indexes in a target's cursors, for a client that pages by index and continues where its
/// last page ended. Entries expire soon, because a cursor may expire and a list change; without an entry the list is read from
/// the start.</summary>
internal sealed class PageMarks(IReplicaCache cache, string owner, string type)
{
    /// <summary>Written once, and the same for every replica: each may cache it for the whole time.</summary>
    private static readonly CacheTerm Term = new(InAll: TimeSpan.FromMinutes(5), InMemory: TimeSpan.FromMinutes(5));

    private readonly CacheRegion marks = new(cache, owner, "page of " + type, Term);

    /// <param name="query">The query; its page is ignored.</param>
    /// <param name="index">How many resources come before, from 0.</param>
    public async ValueTask<PagePosition?> FindAsync(ResourceQuery query, int index, CancellationToken cancellation) =>
        await marks.FindAsync(Key(query, index), cancellation) is { } position ? PagePosition.Parse(position) : null;

    public ValueTask RememberAsync(ResourceQuery query, int index, PagePosition position, CancellationToken cancellation) =>
        marks.RememberAsync(Key(query, index), position.ToString(), cancellation);

    public ValueTask ForgetAsync(ResourceQuery query, int index) => marks.ForgetAsync(Key(query, index));

    /// <summary>The first id of a list, from its first page.</summary>
    public ValueTask<string?> FirstAsync(ResourceQuery query, CancellationToken cancellation) =>
        marks.FindAsync("id of " + Key(query, 0), cancellation);

    public ValueTask RememberFirstAsync(ResourceQuery query, string id, CancellationToken cancellation) =>
        marks.RememberAsync("id of " + Key(query, 0), id, cancellation);

    // A query may be long; its hash is short.
    private static string Key(ResourceQuery query, int index)
    {
        string asked = (query with { StartIndex = null, Count = null }).ToSearch().ToJsonString();
        return $"{index} {Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(asked)))}";
    }
}
