using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Lists;

/// <summary>One resource type in a list of several.</summary>
/// <param name="Asked">The client's query, in the words of the type.</param>
/// <param name="Sent">The query for the type's own stack: without attributes that only other types have.</param>
/// <param name="Stack">The type's own stack.</param>
internal sealed record TypeQuery(ScimRequest Asked, ScimRequest Sent, ITarget Stack)
{
    private static readonly AttributePath Id = new(null, "id");

    /// <summary>The query of one type; <see langword="null"/> when none of its resources can match.</summary>
    /// <param name="asked">The client's request, in the words of the type.</param>
    /// <param name="all">The types of the list.</param>
    /// <param name="drops">Whether the type's mapping drops an attribute, which has no value then.</param>
    /// <exception cref="Scim.Errors.ScimException"><c>invalidFilter</c>.</exception>
    public static TypeQuery? For(
        ScimRequest asked,
        ITarget stack,
        IReadOnlyList<ResourceType> all,
        Func<AttributePath, bool> drops
    )
    {
        var own = new TypeFilter(asked.Type, all, drops);
        var query = asked.Query;
        var left = query.Filter is { } filter ? own.Of(filter) : new Remainder(true, null);
        if (left.Holds == false) return null;
        AttributePath[] wanted = [.. query.Attributes.Where(own.Has)];
        var sent = query with
        {
            Filter = left.Filter,
            SortBy = query.SortBy is { } path && own.Has(path) ? path : null,
            Attributes = query.Attributes.Count > 0 && wanted.Length == 0 ? [Id] : wanted, // without names all would be returned
            ExcludedAttributes = [.. query.ExcludedAttributes.Where(own.Has)],
        };
        return new TypeQuery(asked, asked with { Query = sent }, stack);
    }
}
