namespace ScimGateway.Tests.Clients.Stories;

/// <summary>What an identity provider does, request by request, and what a target holds afterwards.</summary>
/// <param name="File">Its path from this folder's: <c>entra/update.case</c>.</param>
/// <param name="Client">A line of gateway.yaml's words: <c>entra</c>, <c>strict allow unquoted-literals</c>.</param>
internal sealed record Story(string File, string Client, IReadOnlyList<StoryStep> Steps, IReadOnlyList<StoryWords> Holds)
{
    /// <summary>Whether a target ends up with what it alone ends up with, told in its own words.</summary>
    public bool IsOwn(string target) => Holds.Any(words => words.IsOf(target));

    public StoryWords HoldsAt(string target) => StoryWords.For(target, Holds);
}

/// <summary>A request and the answers to it.</summary>
internal sealed record StoryStep(StoryWords Sends, IReadOnlyList<StoryWords> Gets)
{
    public StoryWords GetsFrom(string target) => StoryWords.For(target, Gets);
}

/// <summary>A part of a story.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Target">The only target that it is about; <see langword="null"/>: all that have none of their own.</param>
/// <param name="Stops">Whether the client goes no further after this answer.</param>
internal sealed record StoryWords(int Line, string? Target, bool Stops, string Text)
{
    public bool IsOf(string target) => Target == target;

    public static StoryWords For(string target, IReadOnlyList<StoryWords> words) =>
        words.FirstOrDefault(one => one.IsOf(target)) ?? words.Single(one => one.Target is null);
}
