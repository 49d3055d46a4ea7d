namespace ScimGateway.Work;

/// <summary>Estimates of the memory that JSON takes.</summary>
internal static class Weights
{
    /// <summary>A value in a tree, measured: 70 bytes for a number, 145 for <c>{}</c>, 180 in a user or a group, 220 for
    /// <c>{"a":{}}</c>.</summary>
    private const int Value = 200;

    /// <summary>A tree: a copy of its text, and its values.</summary>
    public static long OfTree(ReadOnlySpan<byte> utf8) => utf8.Length + (Value * MostValues(utf8));

    /// <summary>A client's body: its text as received and as forwarded, its tree, and the tree that the mapping
    /// changes.</summary>
    public static long OfBody(ReadOnlySpan<byte> utf8) => 2 * OfTree(utf8);

    /// <summary>An answer without a tree: its text as received and as forwarded, and the positions of its members.</summary>
    public static long OfAnswer(long bytes) => bytes * 5 / 2;

    /// <summary>An upper bound of the number of values: each but the first follows a comma, or the opening bracket of a value
    /// that is not empty. Commas in strings count, too; reading each token would cost more than an ordinary request can
    /// pay.</summary>
    public static long MostValues(ReadOnlySpan<byte> utf8) =>
        1L + utf8.Count((byte)',') + utf8.Count((byte)'{') - utf8.Count("{}"u8) + utf8.Count((byte)'[') - utf8.Count("[]"u8);
}
