using ScimGateway.Calls;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Repeats;

/// <summary>A create whose answer was lost, or that the target put off, is sent once more when a look-up by its name finds
/// nobody. Where it finds somebody, or cannot be made, nothing is sent, and the first fault is told.</summary>
/// <remarks>Should the first create be done after the look-up all the same, the target refuses the second one where the name is
/// unique. Where it is not (a group's <c>displayName</c>), only what was put off is sent again: of what was lost there could be
/// two.</remarks>
/// <param name="name">The attribute that is looked up.</param>
/// <param name="adopts">Whether who is there already is adopted: then a second create cannot do harm, and nobody need be looked
/// up.</param>
internal sealed class RepeatCreate(ITarget inner, AttributeDefinition name, bool adopts) : TargetLayer(inner)
{
    private readonly string attribute = name.Name;
    private readonly AttributePath path = new(null, name.Name);

    /// <summary>The attribute by which a resource is found: the one that no two of the type share (<c>userName</c>), or else that
    /// every one has (<c>displayName</c>); <see langword="null"/>: the schema knows none.</summary>
    public static AttributeDefinition? NameOf(ResourceMapping mapping) => mapping.Type.Schema.Attributes
        .Where(one =>
            one is { Type: AttributeType.String, MultiValued: false, Mutability: not Mutability.ReadOnly }
            && (one.Required || one.Uniqueness != Uniqueness.None))
        .MaxBy(one => one.Uniqueness != Uniqueness.None);

    protected override bool Concerns(ScimRequest request) => NameIn(request) is not null;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        try
        {
            return await Inner.SendAsync(request, context);
        }
        catch (ScimException fault) when (MayBeMissing(Fates.Of(fault)))
        {
            if (!(adopts && IsUnique) && !await IsMissingAsync(request, NameIn(request)!, context)) throw;
        }

        return await Inner.SendAsync(request, context);
    }

    private bool IsUnique => name.Uniqueness != Uniqueness.None;

    private bool MayBeMissing(Fate fate) => fate == Fate.Declined || (fate == Fate.Unknown && IsUnique);

    private string? NameIn(ScimRequest request) =>
        request.Operation == ScimOperation.Create && request.Resource!.Find(attribute).IsString(out string? value) ? value : null;

    private async Task<bool> IsMissingAsync(ScimRequest request, string value, CallContext context)
    {
        var query = new ResourceQuery { Filter = new ComparisonFilter(path, ComparisonOperator.Eq, FilterLiteral.Of(value)) };
        try
        {
            var answer = await Inner.SendAsync(new ScimRequest
            {
                Operation = ScimOperation.List,
                Type = request.Type,
                Query = query,
            }, context);
            return answer.List!.Resources.Count == 0;
        }
        catch (ScimException)
        {
            // Not known: the create's own fault is what the client must hear, and the call of the look-up stands in the record.
            return false;
        }
    }
}
