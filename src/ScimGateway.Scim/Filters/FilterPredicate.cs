using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Filters;

/// <summary>A filter compiled for one resource type: made once, evaluated on many resources, from many threads.</summary>
/// <remarks>RFC 7644 section 3.4.2.2. An attribute with several values matches when one of them does; so <c>ne</c> holds when one
/// of them differs, and also when there is none. <c>eq null</c> is <c>not (… pr)</c>. Text is compared as the schema's
/// <c>caseExact</c> says, and without regard to case when no schema defines the attribute.</remarks>
public sealed class FilterPredicate
{
    private readonly Func<JsonObject, FilterEffort?, bool> matches;

    private FilterPredicate(Func<JsonObject, FilterEffort?, bool> matches) => this.matches = matches;

    /// <summary>Compiles a filter on resources.</summary>
    /// <exception cref="ScimException"><c>invalidFilter</c>: the schema forbids the comparison (<c>active gt
    /// true</c>).</exception>
    public static FilterPredicate Compile(Filter filter, ResourceType? type = null) =>
        new(Compile(filter, path => type is null ? Common(path) : type.Find(path)));

    /// <summary>Compiles the filter of a value path, to be evaluated on its elements.</summary>
    /// <param name="where">Paths relative to the element: <c>type eq "work"</c>.</param>
    /// <param name="attribute">The attribute whose elements they are; <see langword="null"/> when no schema defines it.</param>
    /// <exception cref="ScimException"><c>invalidFilter</c>: the schema forbids the comparison.</exception>
    public static FilterPredicate CompileWhere(Filter where, AttributeDefinition? attribute) =>
        new(Compile(where, path => attribute?.Sub(path.Name)));

    /// <summary>Whether a resource (or, inside a value path, an element) matches the filter.</summary>
    /// <param name="effort">The limit on its cost; <see langword="null"/>: none.</param>
    /// <exception cref="ScimException">The limit is exceeded.</exception>
    public bool Matches(JsonObject resource, FilterEffort? effort = null) => matches(resource, effort);

    private static Func<JsonObject, FilterEffort?, bool> Compile(Filter filter, Func<AttributePath, AttributeDefinition?> schema)
    {
        switch (filter)
        {
            case AndFilter and:
                return Both(Compile(and.Left, schema), Compile(and.Right, schema));
            case OrFilter or:
                return Either(Compile(or.Left, schema), Compile(or.Right, schema));
            case NotFilter not:
                return Negation(Compile(not.Operand, schema));
            case PresentFilter present:
                return Present(present.Path);
            case ComparisonFilter comparison:
                return Comparison(comparison, schema(comparison.Path));
            case ValuePathFilter path:
                return OneElement(new AttributeValues(path.Path), CompileWhere(path.Where, schema(path.Path)).matches);
            default:
                throw new InvalidOperationException($"{filter.GetType().Name} is no filter.");
        }
    }

    private static Func<JsonObject, FilterEffort?, bool> Both(
        Func<JsonObject, FilterEffort?, bool> left,
        Func<JsonObject, FilterEffort?, bool> right
    ) => (resource, effort) => left(resource, effort) && right(resource, effort);

    private static Func<JsonObject, FilterEffort?, bool> Either(
        Func<JsonObject, FilterEffort?, bool> left,
        Func<JsonObject, FilterEffort?, bool> right
    ) => (resource, effort) => left(resource, effort) || right(resource, effort);

    private static Func<JsonObject, FilterEffort?, bool> Negation(Func<JsonObject, FilterEffort?, bool> operand) =>
        (resource, effort) => !operand(resource, effort);

    private static Func<JsonObject, FilterEffort?, bool> Present(AttributePath path)
    {
        var values = new AttributeValues(path);
        if (path.SubName is not null) return (resource, effort) => values.Ask(resource, Presence.Of, effort) == Finding.Passes;
        return (resource, effort) =>
        {
            effort?.Spend();
            return Presence.Of(values.Attribute(resource));
        };
    }

    private static Func<JsonObject, FilterEffort?, bool> Comparison(ComparisonFilter filter, AttributeDefinition? attribute)
    {
        if (ComparisonRules.Fault(filter, attribute) is { } fault) throw ScimException.InvalidFilter(fault);
        bool differs = filter.Operator == ComparisonOperator.Ne;
        if (filter.Value.Kind == LiteralKind.Null) return differs ? Present(filter.Path) : Negation(Present(filter.Path));
        var values = new AttributeValues(filter.Path);
        var test = ValueTest.For(filter.Operator, filter.Value, ComparisonRules.Compared(attribute));
        if (differs) return (resource, effort) => values.Ask(resource, test, effort) != Finding.Fails;
        return (resource, effort) => values.Ask(resource, test, effort) == Finding.Passes;
    }

    private static Func<JsonObject, FilterEffort?, bool> OneElement(
        AttributeValues values,
        Func<JsonObject, FilterEffort?, bool> where
    ) => (resource, effort) => values.Attribute(resource) switch
    {
        JsonArray elements => AnyElement(elements, where, effort),
        JsonObject element => where(element, effort),
        _ => false,
    };

    private static bool AnyElement(JsonArray elements, Func<JsonObject, FilterEffort?, bool> where, FilterEffort? effort)
    {
        for (int i = 0; i < elements.Count; i++)
            if (elements[i] is JsonObject element && where(element, effort)) return true;
        return false;
    }

    // Without a type, the common attributes are still known (RFC 7643 section 3.1): ids are case exact everywhere.
    private static AttributeDefinition? Common(AttributePath path)
    {
        if (path.Schema is not null) return null;
        var attribute = WellKnownSchemas.Common.Find(path.Name);
        return path.SubName is null ? attribute : attribute?.Sub(path.SubName);
    }
}
