using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Filters;

/// <summary>Limits the cost of a filter over all the resources that it is evaluated on. A group of ten thousand members takes ten
/// thousand comparisons, and not one.</summary>
/// <param name="most">Comparisons of an element, or of a value that is not a list.</param>
/// <param name="tooMuch">The fault when they were not enough.</param>
/// <param name="look">Called before the first comparison, and then every <see cref="Stride"/> of them: throws if nobody waits for
/// the answer any more.</param>
public sealed class FilterEffort(long most, Func<ScimException> tooMuch, Action look)
{
    /// <summary>Comparisons between two such calls: about 0.3 ms.</summary>
    public const int Stride = 1024;

    /// <summary>Comparisons so far.</summary>
    public long Spent { get; private set; }

    /// <summary>Counts one more.</summary>
    /// <exception cref="ScimException">One too many.</exception>
    public void Spend()
    {
        if (Spent % Stride == 0) look();
        if (++Spent > most) throw tooMuch();
    }
}
