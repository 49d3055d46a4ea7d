using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A create whose answer was lost, or that the target put off, is sent once more when a look-up by its name finds
/// nobody. Where it finds somebody, or cannot be made, nothing is sent, and the first fault is told.</summary>
/// <remarks>Should the first create be done after the look-up all the same, the target refuses the second one where the name is
/// unique. Where it is not (a group's <c>displayName</c>), only what was put off is sent again: of what was lost there could be two.</remarks>
/// <param name="name">The attribute that is looked up.</param>
/// <param name="adopts">Whether who is there already is adopted: then a second create cannot do harm, and nobody need be looked up.</param>
internal sealed class RepeatCreate(ITarget inner, AttributeDefinition name, bool adopts) : ITarget
{
    private readonly string attribute = name.Name;
    private readonly AttributePath path = new(null, name.Name);

    /// <summary>The attribute by which a resource is found: the one that no two of the type share (<c>userName</c>), or else that every one
    /// has (<c>displayName</c>); <see langword="null"/>: the schema knows none.</summary>
    public static AttributeDefinition? NameOf(ResourceMapping mapping) => mapping.Type.Schema.Attributes
        .Where(one => one is { Type: AttributeType.String, MultiValued: false, Mutability: not Mutability.ReadOnly } && (one.Required || one.Uniqueness != Uniqueness.None))
        .MaxBy(one => one.Uniqueness != Uniqueness.None);

    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Create && request.Resource!.Find(attribute).IsString(out string? value)
            ? CreateAsync(request, value, connection, cancellation)
            : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> CreateAsync(ScimRequest request, string value, TargetConnection connection, CancellationToken cancellation)
    {
        try
        {
            return await inner.SendAsync(request, connection, cancellation);
        }
        catch (ScimException fault) when (MayBeMissing(Fates.Of(fault)))
        {
            if (!(adopts && IsUnique) && !await IsMissingAsync(request, value, connection, cancellation)) throw;
        }

        return await inner.SendAsync(request, connection, cancellation);
    }

    private bool IsUnique => name.Uniqueness != Uniqueness.None;

    private bool MayBeMissing(Fate fate) => fate == Fate.Declined || (fate == Fate.Unknown && IsUnique);

    private async Task<bool> IsMissingAsync(ScimRequest request, string value, TargetConnection connection, CancellationToken cancellation)
    {
        var query = new ResourceQuery { Filter = new ComparisonFilter(path, ComparisonOperator.Eq, FilterLiteral.Of(value)) };
        try
        {
            var answer = await inner.SendAsync(new ScimRequest { Operation = ScimOperation.List, Type = request.Type, Query = query }, connection, cancellation);
            return answer.List!.Resources.Count == 0;
        }
        catch (ScimException)
        {
            // Not known: the create's own fault is what the client must hear, and the call of the look-up stands in the record.
            return false;
        }
    }
}
