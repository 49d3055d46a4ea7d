using System.Text.Json.Nodes;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Patching;

/// <summary>Applies a canonical PATCH to a resource (RFC 7644 section 3.5.2): in order, all or nothing.</summary>
public static class PatchEngine
{
    /// <summary>Gives the resource after the PATCH; the one given in is never touched.</summary>
    /// <exception cref="Errors.ScimException"><c>noTarget</c>, <c>mutability</c>, <c>invalidValue</c>, <c>invalidPath</c>.</exception>
    public static PatchOutcome Apply(JsonObject resource, PatchRequest patch, ReadingRules rules) =>
        throw new InvalidOperationException(resource.ToString() + patch + rules);
}

/// <summary>What a PATCH made.</summary>
/// <param name="Resource">The resource after it.</param>
/// <param name="Changed">Whether anything differs; when not, nothing needs to be sent and <c>lastModified</c> stays.</param>
public sealed record PatchOutcome(JsonObject Resource, bool Changed);
