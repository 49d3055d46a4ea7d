using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A create whose answer was lost, or that the target put off, is sent once more when a look-up by the unique attribute finds
/// nobody. Where it finds somebody, or cannot be made, nothing is sent, and the first fault is told.</summary>
/// <remarks>Should the first create be done after the look-up all the same, the target refuses the second one: the value is unique.</remarks>
internal sealed class RepeatCreate(ITarget inner, string unique) : ITarget
{
    private readonly AttributePath path = new(null, unique);

    /// <summary>The attribute that no two resources of the type share (<c>userName</c>); <see langword="null"/>: the schema knows none.</summary>
    public static string? UniqueOf(ResourceMapping mapping) => mapping.Type.Schema.Attributes.FirstOrDefault(attribute =>
        attribute is { Uniqueness: not Uniqueness.None, Type: AttributeType.String, MultiValued: false, Mutability: not Mutability.ReadOnly })?.Name;

    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Create && request.Resource!.Find(unique).IsString(out string? value)
            ? CreateAsync(request, value, connection, cancellation)
            : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> CreateAsync(ScimRequest request, string value, TargetConnection connection, CancellationToken cancellation)
    {
        try
        {
            return await inner.SendAsync(request, connection, cancellation);
        }
        catch (ScimException fault) when (Fates.Of(fault) is Fate.Declined or Fate.Unknown)
        {
            if (!await IsMissingAsync(request, value, connection, cancellation)) throw;
        }

        return await inner.SendAsync(request, connection, cancellation);
    }

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
