namespace ScimGateway.Configuration.Reading;

/// <summary>How a piece of the file is shown in a fault. Never used for secrets.</summary>
internal static class Quoted
{
    private const int MaxLength = 60;

    /// <summary>As it is; in quotation marks if it does not look like a key.</summary>
    public static string Key(string key) =>
        key.Length is > 0 and <= MaxLength && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? key : Text(key);

    /// <summary>The address without its query and its fragment, which may contain a token.</summary>
    public static string Url(string text)
    {
        int end = text.AsSpan().IndexOfAny('?', '#');
        return Text(end < 0 ? text : text[..(end + 1)] + "…");
    }

    /// <summary>In quotation marks, on one line, cut where it is long.</summary>
    public static string Text(string text)
    {
        string line = new([.. text.Take(MaxLength).Select(c => char.IsControl(c) ? '?' : c)]);
        return text.Length > MaxLength ? $"\"{line}…\"" : $"\"{line}\"";
    }
}
