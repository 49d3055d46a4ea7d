using System.Text.Json.Nodes;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Emulation.Lists;

/// <summary>A page of a <see cref="PageWalk"/>.</summary>
/// <param name="Answer">The target's answer, which may contain more than is needed.</param>
/// <param name="Cursor">The target's cursor of it.</param>
/// <param name="Origin">The number of its first resource, counted from the <paramref name="Cursor"/>, from 0.</param>
/// <param name="First">The first resource on it that is needed, from 0.</param>
/// <param name="End">One after the last.</param>
internal sealed record WalkedPage(ScimAnswer Answer, string? Cursor, int Origin, int First, int End)
{
    /// <summary>Which of them the walk has seen before: a resource was created or deleted meanwhile, and the list has
    /// shifted.</summary>
    public IReadOnlySet<int> Repeated { get; init; } = new HashSet<int>();

    public int Count => End - First - Repeated.Count;

    /// <summary>Read one by one, on demand.</summary>
    public IEnumerable<JsonObject> Resources => Places.Select(Answer.ReadAt);

    /// <summary>The position of one of them.</summary>
    /// <param name="index">Which of <see cref="Resources"/>, from 0; their number is the position after the page.</param>
    public PagePosition PositionOf(int index) => new(Cursor, Origin + (index == Count ? End : Places.ElementAt(index)));

    private IEnumerable<int> Places => Enumerable.Range(First, End - First).Where(place => !Repeated.Contains(place));
}
