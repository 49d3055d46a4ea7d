using System.Text.Json.Nodes;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Emulation.Changes;

/// <summary>A client's resource merged over the stored one: attributes that it does not mention stay.</summary>
internal static class Overlay
{
    /// <summary>The merged resource.</summary>
    /// <param name="before">As the target has it.</param>
    /// <param name="said">The client's create or replace.</param>
    /// <exception cref="Scim.Errors.ScimException">501: it has members that are not shown and would be lost.</exception>
    public static JsonObject On(JsonObject before, ScimRequest said, ResourceMapping mapping)
    {
        // If the target never shows them, and has no PUT, they are not sent.
        if (!Membership.AreSaid(said) && (mapping.Can.Put || mapping.Can.MembersReturned))
            Membership.RequireWhole(before, mapping);
        var rules = new ReadingRules(mapping.Type, said.Leniency, said.Limits);
        return PatchEngine.Apply(before, PatchRequest.Parse(AsPatch(said), rules), rules).Resource;
    }

    private static JsonObject AsPatch(ScimRequest said)
    {
        var values = (JsonObject)said.Resource!.DeepClone();
        values.Remove("schemas");
        var operations = new JsonArray(new JsonObject { ["op"] = "replace", ["value"] = values });
        foreach (var path in said.Cleared)
            operations.Add((JsonNode)new JsonObject { ["op"] = "remove", ["path"] = path.ToString() });
        return new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.PatchOp), ["Operations"] = operations };
    }
}
