using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>One row of the <see cref="StackTable"/>.</summary>
/// <param name="Kind">The layer.</param>
/// <param name="Why">What it is for, and why it stands where it does.</param>
/// <param name="IsNeeded">Whether a target needs it.</param>
/// <param name="Over">Wraps the layers before it.</param>
internal sealed record StackLayer(Type Kind, string Why, Func<StackParts, bool> IsNeeded, Func<ITarget, StackParts, ITarget> Over)
{
    /// <summary>The name for people: "patch by replace".</summary>
    public string Name => NameOf(Kind);

    public static StackLayer Of<T>(string why, Func<StackParts, bool> isNeeded, Func<ITarget, StackParts, T> over)
        where T : TargetLayer => new(typeof(T), why, isNeeded, over);

    /// <summary>The layers that requests pass, from the outside in.</summary>
    public static IEnumerable<string> Of(ITarget stack)
    {
        for (; stack is TargetLayer layer; stack = layer.Inner) yield return NameOf(layer.GetType());
        yield return "the target's own words, by the mapping";
    }

    private static string NameOf(Type kind) => string.Concat(kind.Name.Select((letter, index) =>
        char.IsUpper(letter) && index > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
