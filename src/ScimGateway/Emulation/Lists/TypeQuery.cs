using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Lists;

/// <summary>One resource type in a list of several.</summary>
/// <param name="Asked">What the client asks, in the words of the type.</param>
/// <param name="Sent">What the type's own stack is asked: without what other types alone have.</param>
/// <param name="Stack">Where.</param>
internal sealed record TypeQuery(ScimRequest Asked, ScimRequest Sent, ITarget Stack)
{
    private static readonly AttributePath Id = new(null, "id");

    /// <summary>The query of one type; <see langword="null"/> when none of its resources can match.</summary>
    /// <param name="asked">The client's request, in the words of the type.</param>
    /// <param name="all">The types of the list.</param>
    /// <param name="drops">Whether the type's mapping drops an attribute: it has no value then.</param>
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
            Attributes = query.Attributes.Count > 0 && wanted.Length == 0 ? [Id] : wanted, // of no names all would be told
            ExcludedAttributes = [.. query.ExcludedAttributes.Where(own.Has)],
        };
        return new TypeQuery(asked, asked with { Query = sent }, stack);
    }
}
