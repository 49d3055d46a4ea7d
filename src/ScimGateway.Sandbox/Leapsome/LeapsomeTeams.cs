using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Leapsome;

/// <summary>The teams that Leapsome makes: one of each department, division and cost centre, and one of each group. They are
/// shown on its own pages only, never by SCIM.</summary>
internal static class LeapsomeTeams
{
    private static readonly string[] Makers = ["department", "division", "costCenter"];

    /// <summary>By name: <c>{ "id": name, "members": [ids] }</c>.</summary>
    public static ResourceStore Of(ResourceStore people, ResourceStore groups)
    {
        var teams = new ResourceStore();
        foreach (var person in people.All)
            foreach (string maker in Makers)
                if (person[SchemaUrns.EnterpriseUser]?[maker].IsString(out string? name) is true && name.Length > 0)
                    Join(teams, name, person["id"]!);
        foreach (var group in groups.All)
        {
            string name = group["displayName"]!.GetValue<string>();
            Team(teams, name);
            foreach (var member in group["members"]!.AsArray()) Join(teams, name, member!["value"]!);
        }

        return teams;
    }

    private static JsonArray Team(ResourceStore teams, string name)
    {
        if (!teams.TryFind(name, out var team))
            teams.Save(team = new JsonObject { ["id"] = name, ["members"] = new JsonArray() });
        return team["members"]!.AsArray();
    }

    private static void Join(ResourceStore teams, string name, JsonNode id)
    {
        var members = Team(teams, name);
        if (!members.Any(member => JsonNode.DeepEquals(member, id))) members.Add(id.DeepClone());
    }
}
