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

/// <summary>Retries a create whose answer was lost, or that the target refused for now, if a look-up by its name finds nobody. If
/// it finds somebody, or fails, there is no retry, and the first fault is returned.</summary>
/// <remarks>If the first create is done after the look-up all the same, the target refuses the second one if the name is unique.
/// If it is not (a group's <c>displayName</c>), only a create that was refused for now is retried: a lost one could be done
/// twice.</remarks>
/// <param name="name">The attribute of the look-up.</param>
/// <param name="adopts">Whether an existing resource is adopted: then a second create cannot do harm, and no look-up is
/// needed.</param>
internal sealed class RepeatCreate(ITarget inner, AttributeDefinition name, bool adopts) : TargetLayer(inner)
{
    private readonly string attribute = name.Name;
    private readonly AttributePath path = new(null, name.Name);

    /// <summary>The attribute by which a resource is found: a unique one of the type (<c>userName</c>), or else one that every
    /// resource has (<c>displayName</c>); <see langword="null"/>: the schema has none.</summary>
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
            // Unknown: the client must get the create's own fault, and the call of the look-up is in the audit record.
            return false;
        }
    }
}
