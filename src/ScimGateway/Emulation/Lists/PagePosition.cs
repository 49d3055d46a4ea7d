using System.Globalization;

namespace ScimGateway.Emulation.Lists;

/// <summary>The position in a list where the next page begins: <c>40</c>, or <c>3.bm9kZTQy</c> at a target that has cursors of
/// its own.</summary>
/// <param name="Cursor">The target's cursor of a page; <see langword="null"/> for its first one, and with another
/// pagination.</param>
/// <param name="Skip">How many resources lie in between, counted from that page, or from the first of all.</param>
internal sealed record PagePosition(string? Cursor, int Skip)
{
    public static PagePosition Start { get; } = new(null, 0);

    /// <summary>Parses the result of <see cref="ToString"/>; an empty text is the start.</summary>
    public static PagePosition Parse(string text)
    {
        if (text.Length == 0) return Start;
        string[] parts = text.Split('.', 2);
        return new PagePosition(
            parts.Length == 2 ? parts[1] : null,
            int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture)
        );
    }

    public override string ToString()
    {
        string skip = Skip.ToString(CultureInfo.InvariantCulture);
        return Cursor is null ? skip : $"{skip}.{Cursor}";
    }
}
