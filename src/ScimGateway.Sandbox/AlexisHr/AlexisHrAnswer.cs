using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Sandbox.AlexisHr;

/// <summary>The answers of AlexisHR: resources, and faults as a message.</summary>
internal static class AlexisHrAnswer
{
    public static Answer Scim(int status, JsonObject body) => Answer.Json(status, body, "application/scim+json");

    public static Answer Message(int status, string text) => Scim(status, new JsonObject { ["message"] = text });

    public static JsonObject Find(ResourceStore store, string type, string id) =>
        store.TryFind(id, out var found) ? found : throw ScimException.NotFound($"{type} {id} was not found");
}
