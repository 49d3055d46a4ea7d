using Microsoft.Extensions.Caching.Memory;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Emulation;

/// <summary>Where in a target's cursors an index lies, for a client that goes on by index where its last page ended. Forgotten soon,
/// for a cursor may expire and a list change; what is not known here is walked to from the start.</summary>
internal sealed class PageMarks : IDisposable
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly MemoryCache marks = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <param name="query">Of what; its page counts for nothing.</param>
    /// <param name="index">How many come before, from 0.</param>
    public PagePosition? Find(ResourceQuery query, int index) => marks.Get<PagePosition>((Key(query), index));

    public void Remember(ResourceQuery query, int index, PagePosition position) =>
        marks.Set((Key(query), index), position, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });

    public void Forget(ResourceQuery query, int index) => marks.Remove((Key(query), index));

    public void Dispose() => marks.Dispose();

    private static string Key(ResourceQuery query) => (query with { StartIndex = null, Count = null }).ToSearch().ToJsonString();
}
