using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Commands.Probes;

/// <summary>All tests of a probe, in their order: the server's discovery documents, its resources, and with <c>--writes</c>
/// changes of two test users and a test group, which are removed at the end in every case.</summary>
internal sealed class ProbeRun(ProbeClient client, ProbeReport report, TargetMapping mapping, bool writes)
{
    private readonly ProbeMade made = new(client, report);
    private readonly string tail = $"{Guid.NewGuid():N}"[..12] + "-scim-gateway";
    private readonly List<string> users = [];
    private readonly HashSet<string> deleted = [];
    private JsonObject? first;
    private string? group;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var ofUsers = Kind(ResourceType.User) is { } user ? ProbeKind.Users(user) : null;
        var ofGroups = Kind(ResourceType.Group) is { } team ? ProbeKind.Groups(team) : null;
        await new ProbeDiscovery(client, report).RunAsync(cancellation);
        try
        {
            if (writes) await CreateAsync(ofUsers, ofGroups, cancellation);
            if (ofUsers is not null) await OfUsersAsync(ofUsers, cancellation);
            if (ofGroups is not null) await OfGroupsAsync(ofGroups, ofUsers, cancellation);
            else report.Say("The mapping has no Group, so groups were not asked for.");
        }
        finally
        {
            await made.RemoveAsync(Removed); // also after Ctrl+C: the test resources must not stay
        }

        foreach (var section in writes ? [] : new[] { report.Users, report.Groups }.Where(section => !section.IsEmpty))
            foreach (string key in new[] { "create", "patch", "put", "delete" })
                section.Open(key, "not tried: --writes tries it with test users and a test group");
    }

    private Mapping.Mappers.ResourceMapping? Kind(ResourceType type) =>
        mapping.Resources.FirstOrDefault(resource => resource.Type.Name == type.Name);

    private async Task CreateAsync(ProbeKind? ofUsers, ProbeKind? ofGroups, CancellationToken cancellation)
    {
        foreach (string number in ofUsers is null ? [] : new[] { "1", "2" })
        {
            var (answer, id) = await made.CreateAsync(ofUsers!, ProbeTexts.User(NameOf(number), "Probe"), cancellation);
            if (answer?.Status == 401) throw ProbeLists.Refused(answer);
            if (number == "1") Created(report.Users, ofUsers!, answer, id);
            else if (answer is { IsGood: false }) report.Say($"POST {ofUsers!.Endpoint} of a second one: {answer.Told}");
            if (id is null) break;
            users.Add(id);
            if (number == "1") first = (await client.GetAsync(ofUsers!.PathOf(id), cancellation)).Object ?? answer!.Object;
        }

        if (ofGroups is null) return;
        (var created, group) = await made.CreateAsync(ofGroups, ProbeTexts.Group(GroupName), cancellation);
        Created(report.Groups, ofGroups, created, group);
    }

    private void Created(ProbeSection can, ProbeKind kind, ProbeAnswer? answer, string? id)
    {
        if (answer is null) can.Open("create", "not tried: the mapping does not take the test " + kind.Word);
        else if (answer.IsGood && id is not null)
            can.Seen("create", true,
                $"POST {kind.Endpoint} answered {answer.Status}, {With(answer)}");
        else if (answer.IsGood)
            can.Open("create",
                $"not seen: POST {kind.Endpoint} answered {answer.Status} without an id, and nobody of that name is found");
        else if (answer.IsNever) can.Seen("create", false, $"POST {kind.Endpoint} answered {answer.Status}");
        else can.Open("create", $"not seen: POST {kind.Endpoint} answered {answer.Status}");
        if (answer is { IsGood: false }) report.Say($"POST {kind.Endpoint}: {answer.Told}");
    }

    private static string With(ProbeAnswer answer) =>
        $"{(answer.Object is { Count: > 1 } ? "with" : "without")} the resource{(answer.HasETag ? ", with an ETag" : "")}";

    private async Task OfUsersAsync(ProbeKind kind, CancellationToken cancellation)
    {
        var lists = new ProbeLists(client, report, report.Users, kind);
        await lists.RunAsync(cancellation);
        await AskAsync(kind, report.Users, lists, first, cancellation);
        if (users.Count == 0) return;
        await TwinAsync(kind, cancellation);
        string attribute = kind.There("name.familyName") is null && kind.There("displayName") is not null
            ? "displayName"
            : "name.familyName";
        var changes = new ProbeChanges(client, report, report.Users, kind, users[0], text => User(attribute, text), attribute);
        await changes.RunAsync(cancellation);
    }

    private async Task OfGroupsAsync(ProbeKind kind, ProbeKind? ofUsers, CancellationToken cancellation)
    {
        var lists = new ProbeLists(client, report, report.Groups, kind);
        await lists.RunAsync(cancellation);
        if (lists.IsAbsent && group is null)
        {
            report.NoGroups = $"GET {kind.Endpoint} says that there are none";
            return;
        }

        var one = group is null ? null : lists.Resources.FirstOrDefault(listed => listed["id"]?.ToString() == group);
        await AskAsync(kind, report.Groups, lists, one, cancellation);
        if (group is null) return;
        var changes = new ProbeChanges(client, report, report.Groups, kind, group,
            text => ProbeTexts.Group($"{GroupName} {text}"), "displayName");
        await changes.RunAsync(cancellation);
        if (users.Count == 0 || ofUsers is null)
        {
            report.Groups.Open("membersReturned", "not tried: it takes a test user");
            return;
        }

        var members = new ProbeMembers(client, report, report.Groups, kind, ofUsers, group);
        await members.RunAsync(users, changes.Merges, cancellation);
    }

    private async Task AskAsync(ProbeKind kind, ProbeSection can, ProbeLists lists, JsonObject? own,
        CancellationToken cancellation)
    {
        if ((own ?? (lists.Resources is [var listed, ..] ? listed : null)) is not { } one)
        {
            foreach (string key in new[] { "filters", "sort", "projection" })
                can.Open(key, $"not tried: there are no {kind.Word}s{(writes ? "" : "; --writes makes some and removes them")}");
            return;
        }

        await new ProbeFilters(client, report, can, kind, one).RunAsync(cancellation);
        await new ProbeOrder(client, report, can, kind, lists.Resources).RunAsync(cancellation);
    }

    private async Task TwinAsync(ProbeKind kind, CancellationToken cancellation)
    {
        var (answer, id) = await made.CreateAsync(kind, ProbeTexts.User(NameOf("1"), "Probe"), cancellation);
        const string Hint = "; if that is how it says that the user exists, write create: { empty: \"exists\" }";
        bool isSame = answer is { IsGood: true } && id == users[0];
        report.Say($"A second user of the same {kind.KeyThere}: {answer?.Told}{(isSame ? Hint : "")}");
    }

    private JsonObject User(string attribute, string text)
    {
        var user = ProbeTexts.User(NameOf("1"), attribute == "name.familyName" ? text : "Probe");
        if (attribute == "displayName") user["displayName"] = text;
        return user;
    }

    private void Removed(ProbeKind kind, ProbeAnswer gone, int after)
    {
        if (!deleted.Add(kind.Word)) return;
        bool isOf = kind.Word == "user";
        var can = isOf ? report.Users : report.Groups;
        string what = $"DELETE answered {gone.Status}, and the {kind.Word} then {after}";
        bool isGone = gone.IsGood && after is >= 400 and < 500;
        if (isGone) can.Seen("delete", true, what);
        else if (gone.IsNever || gone.IsGood)
            can.Seen("delete", false, what + (isOf ? "; write \"deactivate\" if active: false keeps him out" : ""));
        else can.Open("delete", "not seen: " + what);
        if (!gone.IsGood) report.Say($"DELETE {kind.Endpoint}/…: {gone.Told}");
    }

    // The unique part comes first: some servers make a short handle of it.
    private string NameOf(string number) => $"probe{number}-{tail}@example.com";

    private string GroupName => $"probe-{tail}";
}
