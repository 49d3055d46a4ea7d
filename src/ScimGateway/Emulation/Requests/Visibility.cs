using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Emulation.Requests;

/// <summary>Which attributes a target's lists show: a filter on one that is missing would find nobody.</summary>
internal sealed class Visibility(ResourceMapping mapping)
{
    /// <summary>Whether lists show an attribute whole.</summary>
    public bool IsInLists(AttributePath path) =>
        !IsHidden(path)
        && !mapping.Can.ListsLack.Any(lacking => mapping.Projection(path).Any(place => Overlap(place, lacking)));

    /// <summary>Whether each resource must be read by itself to see all of these attributes.</summary>
    /// <exception cref="ScimException">400 <c>invalidFilter</c>: a read does not show one of them either.</exception>
    public bool NeedsReads(IEnumerable<AttributePath> paths)
    {
        AttributePath[] unseen = [.. paths.Where(path => !IsInLists(path))];
        if (unseen.FirstOrDefault(path => IsHidden(path) || !mapping.Can.Read) is { } hidden)
            throw ScimException.InvalidFilter($"The target does not show {hidden} of a {mapping.Type.Name} and takes no such query of it, so that nobody can tell which ones match. Ask by another attribute.");
        return unseen.Length > 0;
    }

    private bool IsHidden(AttributePath path) => !mapping.Can.MembersReturned && Membership.Is(path) && Membership.AreOf(mapping);

    private static bool Overlap(AttributePath one, AttributePath other) =>
        one.Equals(other) || (one with { SubName = null }).Equals(other) || one.Equals(other with { SubName = null });
}
