using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Commands.Probes;

/// <summary>What a server does with the members of a group: whether it shows them, and which changes of them it stores.</summary>
/// <param name="group">The id of a test group.</param>
internal sealed class ProbeMembers(ProbeClient client, ProbeReport report, ProbeSection can, ProbeKind groups, ProbeKind users,
    string group)
{
    /// <param name="ids">Those of one or two test users.</param>
    /// <param name="merges">Whether a PATCH is a resource that is merged.</param>
    public async Task RunAsync(IReadOnlyList<string> ids, bool merges, CancellationToken cancellation)
    {
        if (groups.There("members") is not { } members)
        {
            can.Open("membersReturned", "not tried: the mapping has no place for members");
            return;
        }

        var added = merges
            ? await MergeAsync(members, ids[0], cancellation)
            : await PatchAsync("add", members.ToString(), ProbeTexts.Members(ids[0]), cancellation);
        if ((await ShownAsync(members, cancellation)).Contains(ids[0])) await SeenAsync(members, ids, merges, cancellation);
        else await UnseenAsync(added, ids[0], cancellation);
    }

    private async Task SeenAsync(AttributePath members, IReadOnlyList<string> ids, bool merges, CancellationToken cancellation)
    {
        can.Seen("membersReturned", true, "a member that was added by a PATCH was shown");
        if (merges) return;
        string gone = await ReplaceAsync(members, ids, cancellation) ? ids[1] : ids[0];
        var removed = await PatchAsync("remove", $"{members}[value eq \"{gone}\"]", null, cancellation);
        bool removes = !(await ShownAsync(members, cancellation)).Contains(gone);
        report.Say(
            $"A PATCH that removes {members}[value eq \"…\"]: {removed.Told}, and it was {(removes ? "stored" : "not stored")}."
        );
    }

    private async Task<bool> ReplaceAsync(AttributePath members, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        if (ids.Count < 2)
        {
            can.Open("replaceMembers", "not tried: it takes two test users");
            return false;
        }

        var replaced = await PatchAsync("replace", members.ToString(), ProbeTexts.Members(ids[1]), cancellation);
        string[] after = await ShownAsync(members, cancellation);
        bool replaces = after.Contains(ids[1]) && !after.Contains(ids[0]);
        if (replaces || replaced.IsGood)
            can.Seen("replaceMembers", replaces, replaces
                ? "a replace of all members was stored"
                : "a replace of all members was not stored");
        else can.Open("replaceMembers", $"not seen: a replace of all members was answered with {replaced.Status}");
        return replaces;
    }

    private async Task UnseenAsync(ProbeAnswer added, string user, CancellationToken cancellation)
    {
        report.Say($"A PATCH that adds a member: {added.Told}, and the group does not show it.");
        if (!added.IsGood)
        {
            can.Open("membersReturned", $"not seen: a PATCH that adds a member was answered with {added.Status}");
            return;
        }

        bool isFound = await IsFoundAsync(user, cancellation);
        string found = isFound ? "; groups.value eq finds it: write members: { via: \"users\" } instead" : "";
        can.Seen("membersReturned", false, "a PATCH that adds a member was taken, and the group does not show it" + found);
    }

    // A server that ignores the filter returns everybody.
    private async Task<bool> IsFoundAsync(string user, CancellationToken cancellation)
    {
        if (users.There("groups.value") is not { } place) return false;
        var found = await client.GetAsync(users.Query($"{place} eq \"{group}\""), cancellation);
        return found.List is { Resources: [var only] } && only.Find("id")?.ToString() == user;
    }

    private Task<ProbeAnswer> MergeAsync(AttributePath members, string user, CancellationToken cancellation)
    {
        var part = new JsonObject
        {
            ["schemas"] = new JsonArray(groups.Mapping.Type.Schema.Id),
            [members.Name] = ProbeTexts.Members(user),
        };
        return client.SendAsync(HttpMethod.Patch, groups.PathOf(group), part, cancellation);
    }

    private Task<ProbeAnswer> PatchAsync(string op, string path, JsonNode? value, CancellationToken cancellation) =>
        client.SendAsync(HttpMethod.Patch, groups.PathOf(group), ProbeTexts.Patch(op, path, value), cancellation);

    private async Task<string[]> ShownAsync(AttributePath members, CancellationToken cancellation) =>
        (await client.GetAsync(groups.PathOf(group), cancellation)).Object?.Find(members.Name) is JsonArray shown
            ? [.. shown.OfType<JsonObject>().Select(member => member.Find("value")?.ToString()).OfType<string>()]
            : [];
}
