using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Filters;

/// <summary>A filter (RFC 7644 section 3.4.2.2, erratum 4690) as a tree: <c>emails[type eq "work"] and not (title pr)</c>.</summary>
/// <remarks>Every node prints itself, and what it prints parses back to an equal tree.</remarks>
public abstract record Filter
{
    /// <summary>Reads a filter.</summary>
    /// <exception cref="Errors.ScimException"><c>invalidFilter</c>, a sentence with the column; <c>tooMany</c> never.</exception>
    public static Filter Parse(string text, ReadingRules? rules = null) => FilterParser.Parse(text, rules ?? ReadingRules.Strict);

    public sealed override string ToString() => FilterPrinter.Print(this);
}

public sealed record AndFilter(Filter Left, Filter Right) : Filter;

public sealed record OrFilter(Filter Left, Filter Right) : Filter;

public sealed record NotFilter(Filter Operand) : Filter;

/// <summary><c>userName eq "ana"</c>.</summary>
public sealed record ComparisonFilter(AttributePath Path, ComparisonOperator Operator, FilterLiteral Value) : Filter;

/// <summary><c>title pr</c>.</summary>
public sealed record PresentFilter(AttributePath Path) : Filter;

/// <summary><c>emails[type eq "work" and value co "@x"]</c>: both tests hold of one element. Paths inside are relative to the element.</summary>
public sealed record ValuePathFilter(AttributePath Path, Filter Where) : Filter;
