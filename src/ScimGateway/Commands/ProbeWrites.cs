using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Commands;

/// <summary>What only shows when something is written: a test user comes, changes and goes.</summary>
internal sealed class ProbeWrites(ProbeClient client, ProbeReport report)
{
    private readonly string name = $"scim-gateway-probe-{Guid.NewGuid():N}@example.com";

    /// <summary>The lines for what was not tried.</summary>
    public static void Untried(ProbeReport report)
    {
        foreach (string key in new[] { "patch", "put", "delete" }) report.Can(key, "true", "not tried");
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        var created = await client.SendAsync(HttpMethod.Post, "/Users", User("Probe"), cancellation);
        report.Say($"POST /Users: {created.Status}{(created.Body is JsonObject { Count: > 1 } ? ", with the resource" : ", without the resource")}{(created.HasETag ? ", with an ETag" : "")}.");
        if (!created.IsGood)
        {
            report.Can("create", "false", $"a user with userName, name, emails and active was answered with {created.Status}");
            return;
        }

        if (((created.Body as JsonObject)?["id"] ?? await IdAsync(cancellation)) is not { } id)
        {
            report.Say($"It did not tell an id, and the user cannot be found by userName. Please remove '{name}' by hand.");
            return;
        }

        string path = $"/Users/{Uri.EscapeDataString(id.ToString())}";
        try
        {
            await ChangeAsync(path, id.ToString(), cancellation);
        }
        finally
        {
            await RemoveAsync(path, CancellationToken.None); // who ends the probe does not want its user to stay
        }
    }

    private async Task ChangeAsync(string path, string id, CancellationToken cancellation)
    {
        var twin = await client.SendAsync(HttpMethod.Post, "/Users", User("Probe"), cancellation);
        report.Say($"A second user of the same userName: {twin.Status}.");
        await client.SendAsync(HttpMethod.Patch, path, Patch("name.familyName", "Patched"), cancellation);
        bool patches = await FamilyNameAsync(path, cancellation) == "Patched";
        if (patches)
        {
            report.Can("patch", "true", "a replace of name.familyName was stored");
            await ValuePathAsync(path, cancellation);
        }
        else
        {
            await MergeAsync(path, cancellation);
        }

        var whole = User("Replaced");
        whole["id"] = id;
        await client.SendAsync(HttpMethod.Put, path, whole, cancellation);
        bool puts = await FamilyNameAsync(path, cancellation) == "Replaced";
        report.Can("put", puts ? "true" : "false", puts ? "a PUT was stored" : "a PUT was not stored");
    }

    private async Task MergeAsync(string path, CancellationToken cancellation)
    {
        await client.SendAsync(HttpMethod.Patch, path, User("Merged"), cancellation); // whole, for those that want some attributes in every merge
        bool merges = await FamilyNameAsync(path, cancellation) == "Merged";
        report.Can("patch", merges ? "\"merge\"" : "false", merges ? "a PatchOp was not stored, a resource merged" : "neither a PatchOp nor a resource was stored");
    }

    private async Task ValuePathAsync(string path, CancellationToken cancellation)
    {
        string other = "other-" + name;
        await client.SendAsync(HttpMethod.Patch, path, Patch("emails[type eq \"work\"].value", other), cancellation);
        bool understood = (await client.GetAsync(path, cancellation)).Body?["emails"]?.ToJsonString().Contains(other, StringComparison.Ordinal) == true;
        report.Say(understood ? "A PATCH with a value path (emails[type eq \"work\"].value) was stored." : "A PATCH with a value path (emails[type eq \"work\"].value) was not stored.");
    }

    private async Task RemoveAsync(string path, CancellationToken cancellation)
    {
        var gone = await client.SendAsync(HttpMethod.Delete, path, null, cancellation);
        var after = await client.GetAsync(path, cancellation);
        bool deletes = gone.IsGood && after.Status is 404 or 410;
        if (deletes) report.Say("The test user is gone.");
        report.Can("delete", deletes ? "true" : gone.IsGood ? "\"deactivate\"" : "false", $"DELETE answered {gone.Status}, and the user then {after.Status}");
        if (!deletes) report.Say($"The test user '{name}' is still there; please remove it by hand.");
    }

    private async Task<string?> FamilyNameAsync(string path, CancellationToken cancellation) =>
        (string?)((await client.GetAsync(path, cancellation)).Body?["name"]?["familyName"]);

    private async Task<JsonNode?> IdAsync(CancellationToken cancellation)
    {
        var found = await client.GetAsync("/Users?filter=" + Uri.EscapeDataString($"userName eq \"{name}\""), cancellation);
        return found.Body?["Resources"] is JsonArray { Count: 1 } only ? only[0]?["id"] : null;
    }

    private JsonObject User(string familyName) => new()
    {
        ["schemas"] = new JsonArray(ResourceType.User.Schema.Id),
        ["userName"] = name,
        ["externalId"] = name,
        ["displayName"] = "SCIM gateway probe",
        ["name"] = new JsonObject { ["givenName"] = "SCIM", ["familyName"] = familyName },
        ["emails"] = new JsonArray(new JsonObject { ["value"] = name, ["type"] = "work", ["primary"] = true }),
        ["active"] = false,
    };

    private static JsonObject Patch(string path, string value) => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.PatchOp),
        ["Operations"] = new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = path, ["value"] = value }),
    };
}
