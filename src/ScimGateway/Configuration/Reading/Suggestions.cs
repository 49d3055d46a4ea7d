namespace ScimGateway.Configuration.Reading;

/// <summary>What a misspelt word was meant to be.</summary>
internal static class Suggestions
{
    /// <summary><c>did you mean "token"?</c> when one is near, else all the words there are.</summary>
    public static string For(string word, IReadOnlyCollection<string> known) => Mapping.Faults.Suggestions.For(word, known);
}
