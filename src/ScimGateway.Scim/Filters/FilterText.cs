using System.Buffers;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Filters;

/// <summary>A filter's text and how far it has been read. Columns in faults count from 1.</summary>
internal sealed class FilterText(string text, int start)
{
    private const int QuotedInFaults = 32;

    private static readonly SearchValues<char> EndsOfWord = SearchValues.Create(" ()[]\"'");

    public int Position { get; private set; } = start;

    public bool AtEnd => Position >= text.Length;

    public char Current => AtEnd ? '\0' : text[Position];

    private char Previous => Position == 0 ? ' ' : text[Position - 1];

    public void SkipSpaces()
    {
        while (Current == ' ') Position++;
    }

    public char Take() => text[Position++];

    public bool Take(char expected)
    {
        if (Current != expected) return false;
        Position++;
        return true;
    }

    public void Expect(char expected)
    {
        SkipSpaces();
        if (!Take(expected)) throw Expected($"'{expected}'");
    }

    /// <summary>The characters up to the next space, bracket, parenthesis or quotation mark.</summary>
    public ReadOnlySpan<char> TakeWord()
    {
        var word = PeekWord();
        Position += word.Length;
        return word;
    }

    public ReadOnlySpan<char> PeekWord()
    {
        var rest = text.AsSpan(Position);
        int end = rest.IndexOfAny(EndsOfWord);
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>Takes characters up to the first of those given, or to the end.</summary>
    public ReadOnlySpan<char> TakeUntil(SearchValues<char> ends)
    {
        var rest = text.AsSpan(Position);
        int end = rest.IndexOfAny(ends);
        if (end >= 0) rest = rest[..end];
        Position += rest.Length;
        return rest;
    }

    /// <summary>Takes the word if it stands here by itself, in any case.</summary>
    public bool TakeKeyword(string keyword)
    {
        if (Previous is not (' ' or '(' or ')' or '[' or ']')) return false;
        if (!PeekWord().Equals(keyword, StringComparison.OrdinalIgnoreCase)) return false;
        Position += keyword.Length;
        return true;
    }

    public ScimException Expected(string what) =>
        ScimException.InvalidFilter($"Expected {what} at column {Position + 1}, found {Found()}.");

    public static ScimException Fault(string sentence, int position) =>
        ScimException.InvalidFilter($"Column {position + 1}: {sentence}");

    private string Found()
    {
        if (AtEnd) return "the end of the filter";
        var word = PeekWord();
        return word.Length == 0 ? $"'{Current}'" : word.Length > QuotedInFaults ? $"'{word[..QuotedInFaults]}…'" : $"'{word}'";
    }
}
