using System.Collections.Frozen;
using System.Text;

namespace ScimGateway.Scim.Resources;

/// <summary>Things by the name of a JSON member, found by its bytes without making a string.</summary>
internal sealed class MemberNames<T>
    where T : class
{
    private const int Longest = 256;

    private readonly (byte[] Name, T Value)[][] byLength;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> anyCase;

    public MemberNames(IEnumerable<KeyValuePair<string, T>> named)
    {
        var all = named.Select(pair => (Name: Encoding.UTF8.GetBytes(pair.Key), pair.Value)).ToList();
        byLength = new (byte[], T)[all.Select(one => one.Name.Length + 1).DefaultIfEmpty(0).Max()][];
        for (int length = 0; length < byLength.Length; length++) byLength[length] = [.. all.Where(one => one.Name.Length == length)];
        anyCase = named.Select(pair => pair.Key).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What has exactly this name.</summary>
    public T? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= byLength.Length) return null;
        foreach (var (known, value) in byLength[name.Length])
            if (name.SequenceEqual(known)) return value;
        return null;
    }

    /// <summary>Whether a name that was not found is one of them in another case; of a giant, nobody knows.</summary>
    public bool IsMisspelt(ReadOnlySpan<byte> name)
    {
        if (name.Length > Longest) return true;
        Span<char> text = stackalloc char[Longest];
        return anyCase.Contains(text[..Encoding.UTF8.GetChars(name, text)]);
    }
}
