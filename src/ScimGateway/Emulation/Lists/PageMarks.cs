using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ScimGateway.Replicas;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Emulation.Lists;

/// <summary>Where in a target's cursors an index lies, for a client that goes on by index where its last page ended. Forgotten
/// soon, for a cursor may expire and a list change; what is not known here is walked to from the start.</summary>
internal sealed class PageMarks(IReplicaCache cache, string owner, string type)
{
    /// <summary>Written once, and the same for every replica: each may keep it for as long as all.</summary>
    private static readonly CacheTerm Term = new(InAll: TimeSpan.FromMinutes(5), InMemory: TimeSpan.FromMinutes(5));

    private readonly CacheRegion marks = new(cache, owner, "page of " + type, Term);

    /// <param name="query">Of what; its page counts for nothing.</param>
    /// <param name="index">How many come before, from 0.</param>
    public async ValueTask<PagePosition?> FindAsync(ResourceQuery query, int index, CancellationToken cancellation) =>
        await marks.FindAsync(Key(query, index), cancellation) is { } position ? PagePosition.Parse(position) : null;

    public ValueTask RememberAsync(ResourceQuery query, int index, PagePosition position, CancellationToken cancellation) =>
        marks.RememberAsync(Key(query, index), position.ToString(), cancellation);

    public ValueTask ForgetAsync(ResourceQuery query, int index) => marks.ForgetAsync(Key(query, index));

    /// <summary>The first id of a list, as its first page told it.</summary>
    public ValueTask<string?> FirstAsync(ResourceQuery query, CancellationToken cancellation) =>
        marks.FindAsync("id of " + Key(query, 0), cancellation);

    public ValueTask RememberFirstAsync(ResourceQuery query, string id, CancellationToken cancellation) =>
        marks.RememberAsync("id of " + Key(query, 0), id, cancellation);

    // A query may be long; its hash is not.
    private static string Key(ResourceQuery query, int index)
    {
        string asked = (query with { StartIndex = null, Count = null }).ToSearch().ToJsonString();
        return $"{index} {Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(asked)))}";
    }
}
