using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Filters;

/// <summary>What a filter may cost over all the resources that it is asked of. A group of ten thousand members takes ten thousand
/// comparisons, and not one.</summary>
/// <param name="most">Comparisons of an element, or of a value that is no list.</param>
/// <param name="tooMuch">What is told where they were not enough.</param>
/// <param name="look">Called before the first one, and then every <see cref="Stride"/> of them: throws if nobody waits for the
/// answer any more.</param>
public sealed class FilterEffort(long most, Func<ScimException> tooMuch, Action look)
{
    /// <summary>Comparisons between two looks: some 0.3 ms.</summary>
    public const int Stride = 1024;

    /// <summary>Comparisons so far.</summary>
    public long Spent { get; private set; }

    /// <summary>One more.</summary>
    /// <exception cref="ScimException">One too many.</exception>
    public void Spend()
    {
        if (Spent % Stride == 0) look();
        if (++Spent > most) throw tooMuch();
    }
}
