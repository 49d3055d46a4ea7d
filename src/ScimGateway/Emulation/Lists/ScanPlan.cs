using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Emulation.Lists;

/// <summary>Divides the work on a list that the target cannot do by itself.</summary>
/// <param name="Pushed">The query for the target: its result contains all that the client wants, and perhaps more.</param>
/// <param name="Test">The rest of the filter, which the gateway evaluates on each resource; <see langword="null"/>:
/// nothing.</param>
/// <param name="Order">The gateway's sorting; <see langword="null"/>: the target sorts, or nobody.</param>
/// <param name="TestsEach">The cost of <paramref name="Test"/>.</param>
/// <param name="OneAtMost">Whether no two resources can match, so that the first match ends the scan.</param>
internal sealed record ScanPlan(ResourceQuery Pushed, FilterPredicate? Test, ResourceOrder? Order, long TestsEach, bool OneAtMost)
{
    /// <summary>Whether lists leave out attributes that the gateway needs, so that each resource is read by itself.</summary>
    public bool ReadsEach { get; init; }

    /// <summary>Whether <see cref="Test"/> needs members, of which the target may show only the first.</summary>
    public bool TestsMembers { get; init; }
}
