namespace ScimGateway.Work;

/// <summary>What JSON costs in memory.</summary>
internal static class Weights
{
    /// <summary>A value in a tree, seen: 70 bytes for a number, 145 for <c>{}</c>, 180 in a user or a group, 220 for
    /// <c>{"a":{}}</c>.</summary>
    private const int Value = 200;

    /// <summary>A tree: a copy of its text, and its values.</summary>
    public static long OfTree(ReadOnlySpan<byte> utf8) => utf8.Length + (Value * MostValues(utf8));

    /// <summary>A client's body: its text as it came and as it is sent on, the tree of it, and the one that the mapping
    /// changes.</summary>
    public static long OfBody(ReadOnlySpan<byte> utf8) => 2 * OfTree(utf8);

    /// <summary>An answer that no tree is made of: its text as it came and as it is sent on, and where its members
    /// stand.</summary>
    public static long OfAnswer(long bytes) => bytes * 5 / 2;

    /// <summary>No fewer values than there are: each but the first follows a comma, or the bracket of what is not empty. Commas
    /// in strings count, too; a look at each token would cost more than an ordinary request can pay.</summary>
    public static long MostValues(ReadOnlySpan<byte> utf8) =>
        1L + utf8.Count((byte)',') + utf8.Count((byte)'{') - utf8.Count("{}"u8) + utf8.Count((byte)'[') - utf8.Count("[]"u8);
}
