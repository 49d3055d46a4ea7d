using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Attributes;

/// <summary>An attribute that names another resource, which the target knows by something else than its id
/// (<c>reference: { type: "User", by: "userName" }</c>). The host resolves it: before <c>ToTarget</c> from the client's id to
/// what the target knows, after <c>ToClient</c> back.</summary>
/// <param name="Path">Where the id stands, in the client's words.</param>
/// <param name="Type">The resource type that it names: <c>User</c>, <c>Group</c>.</param>
/// <param name="By">The attribute of that resource, in the client's words, that the target wants instead of the id.</param>
/// <param name="OmitsMissing">Whether a resource that the target does not have is left out, with a warning; else the change is
/// refused.</param>
public sealed record ResourceReference(AttributePath Path, string Type, AttributePath By, bool OmitsMissing = false);
