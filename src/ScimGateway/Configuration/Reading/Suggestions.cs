namespace ScimGateway.Configuration.Reading;

/// <summary>Suggestions for a misspelt word.</summary>
internal static class Suggestions
{
    /// <summary><c>did you mean "token"?</c> if one is similar, otherwise all the words.</summary>
    public static string For(string word, IReadOnlyCollection<string> known) => Mapping.Faults.Suggestions.For(word, known);
}
