using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Emulation.Lists;

/// <summary>Who does what in a list that the target cannot answer by itself.</summary>
/// <param name="Pushed">What the target is asked for: surely all that the client wants, and perhaps more.</param>
/// <param name="Test">What is left for the gateway to ask of each resource; <see langword="null"/>: nothing.</param>
/// <param name="Order">How the gateway sorts; <see langword="null"/>: the target does, or nobody.</param>
/// <param name="TestsEach">What <paramref name="Test"/> costs.</param>
/// <param name="OneAtMost">Whether no two resources can match, so that the first match ends the scan.</param>
internal sealed record ScanPlan(ResourceQuery Pushed, FilterPredicate? Test, ResourceOrder? Order, long TestsEach, bool OneAtMost)
{
    /// <summary>Whether lists leave out what the gateway must look at, so that each resource is read by itself.</summary>
    public bool ReadsEach { get; init; }

    /// <summary>Whether <see cref="Test"/> looks at members, of which the target may show only the first.</summary>
    public bool TestsMembers { get; init; }
}
