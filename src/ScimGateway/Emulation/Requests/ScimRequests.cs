using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Requests;

internal static class ScimRequests
{
    /// <summary>A read of the whole resource of a request.</summary>
    public static ScimRequest ToRead(this ScimRequest request, string? id = null) => new()
    {
        Operation = ScimOperation.Read,
        Type = request.Type,
        Id = id ?? request.Id,
        Leniency = request.Leniency,
    };

    /// <summary>The whole resource before the change: as a layer above has read it already, or else a read.</summary>
    public static async ValueTask<ScimAnswer> CurrentAsync(this ScimRequest request, ITarget target, CallContext context) =>
        request.Current ?? await target.SendAsync(request.ToRead(), context);

    /// <summary>A create of an existing resource, as a change that keeps attributes which it leaves out.</summary>
    public static ScimRequest ToOverlay(this ScimRequest create, string id) =>
        create with { Operation = ScimOperation.Replace, Id = id, Leniency = create.Leniency | Leniency.PartialReplace };

    /// <summary>The name of a resource for people: a user's <c>userName</c>, a group's <c>displayName</c>.</summary>
    public static string? NameAs(this JsonObject resource, ResourceType type) => type.Name == ResourceType.Group.Name
        ? resource.Find("displayName").IsString(out string? name) && name.Length > 0 ? name : null
        : resource.UserName();

    /// <summary>Whether the target explicitly shows it as active.</summary>
    public static bool IsActive(this JsonObject resource) => resource.Find("active")?.GetValueKind() == JsonValueKind.True;

    public static string? UserName(this JsonObject resource) =>
        resource.Find("userName").IsString(out string? name) && name.Length > 0 ? name : null;
}
