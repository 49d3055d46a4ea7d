using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Filters;

/// <summary>A filter (RFC 7644 section 3.4.2.2, erratum 4690) as a tree: <c>emails[type eq "work"] and not (title
/// pr)</c>.</summary>
/// <remarks>Every node prints itself, and the text parses back to an equal tree.</remarks>
public abstract record Filter
{
    // The nodes are those of the RFC: a switch over them is exhaustive.
    private protected Filter()
    {
    }

    /// <summary>Reads a filter.</summary>
    /// <param name="text">The filter, decoded from its URL.</param>
    /// <param name="rules">The type whose words it uses, leniencies and limits; <see langword="null"/> is <see
    /// cref="ReadingRules.Strict"/>.</param>
    /// <exception cref="Errors.ScimException"><c>invalidFilter</c>, a sentence with the column; <c>tooMany</c> never.</exception>
    public static Filter Parse(string text, ReadingRules? rules = null) => FilterParser.Parse(text, rules ?? ReadingRules.Strict);

    /// <summary>Every attribute that it tests, as often as it does: <c>emails</c> and <c>emails.type</c> for
    /// <c>emails[type eq "work"]</c>.</summary>
    public IEnumerable<AttributePath> Paths => this switch
    {
        AndFilter and => and.Left.Paths.Concat(and.Right.Paths),
        OrFilter or => or.Left.Paths.Concat(or.Right.Paths),
        NotFilter not => not.Operand.Paths,
        ComparisonFilter comparison => [comparison.Path],
        PresentFilter present => [present.Path],
        // A path in brackets is relative to the attribute before them.
        ValuePathFilter valuePath => valuePath
            .Where.Paths.Select(inner => valuePath.Path with { SubName = inner.Name })
            .Prepend(valuePath.Path),
        _ => throw new InvalidOperationException($"{GetType().Name} is no filter."),
    };

    /// <summary>The filter with the fewest parentheses that keep its tree.</summary>
    public sealed override string ToString() => FilterPrinter.Print(this);
}

/// <summary><c>title pr and active eq true</c>: both hold.</summary>
/// <param name="Left">Tested first.</param>
/// <param name="Right">Tested when the first holds.</param>
public sealed record AndFilter(Filter Left, Filter Right) : Filter;

/// <summary><c>title pr or active eq true</c>: one of them holds. Binds less than <c>and</c>.</summary>
/// <param name="Left">Tested first.</param>
/// <param name="Right">Tested when the first does not hold.</param>
public sealed record OrFilter(Filter Left, Filter Right) : Filter;

/// <summary><c>not (title pr)</c>.</summary>
/// <param name="Operand">What must not hold.</param>
public sealed record NotFilter(Filter Operand) : Filter;

/// <summary><c>userName eq "ana"</c>.</summary>
/// <param name="Path">What is compared.</param>
/// <param name="Operator">How.</param>
/// <param name="Value">With what.</param>
public sealed record ComparisonFilter(AttributePath Path, ComparisonOperator Operator, FilterLiteral Value) : Filter;

/// <summary><c>title pr</c>: it has a value that is not empty.</summary>
/// <param name="Path">The attribute.</param>
public sealed record PresentFilter(AttributePath Path) : Filter;

/// <summary><c>emails[type eq "work" and value co "@x"]</c>: both tests hold of one element. Paths inside are relative to the
/// element.</summary>
/// <param name="Path">The attribute before the brackets.</param>
/// <param name="Where">What stands inside them.</param>
public sealed record ValuePathFilter(AttributePath Path, Filter Where) : Filter;
