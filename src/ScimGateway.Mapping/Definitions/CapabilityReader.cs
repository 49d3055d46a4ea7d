using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads <c>can</c>, <c>create</c>, <c>merge</c> and <c>deactivate</c>: what stands in a resource type wins
/// over what stands above.</summary>
/// <param name="rows">Those of the resource type.</param>
internal sealed class CapabilityReader(IReadOnlyList<Row> rows, FaultList faults)
{
    public TargetCapabilities Read(Fields general, Fields own)
    {
        var can = new Fields(
            Merged(general.Map("can"), own.Map("can")), "can", faults,
            "create", "read", "list", "put", "patch", "delete", "filters", "sort", "projection", "search", "etag", "paging",
            "pageSize", "totals", "membersReturned",
            "listsLack", "members", "replaceMembers", "patchOperations", "patchMembers");
        var create = new Fields(Merged(general.Map("create"), own.Map("create")), "create", faults, "only", "then",
            "ifUpdateFails", "empty", "adopt");
        var merge = new Fields(Merged(general.Map("merge"), own.Map("merge")), "merge", faults, "always", "replaceMembersFlag");
        bool ofUsers = MembersOfUsers(can);
        var deactivate = new Fields(Merged(general.Map("deactivate"), own.Map("deactivate")), "deactivate", faults, "userName");
        return new TargetCapabilities
        {
            Create = can.Flag("create") ?? true,
            Read = can.Flag("read") ?? true,
            List = can.Flag("list") ?? true,
            Put = Put(can),
            PutMerges = PutMerges(can),
            Patch = Patch(can),
            Delete = Delete(can),
            FreedName = FreedName(can, deactivate),
            Filters = Filters(can),
            Sort = can.Flag("sort") ?? true,
            Projection = can.Flag("projection") ?? true,
            Search = can.Flag("search") ?? false,
            Paging = Paging(can),
            PageSize = can.Integer("pageSize", 1, 1_000_000),
            Totals = can.Flag("totals") ?? true,
            ETag = can.Flag("etag") ?? false,
            MembersOfUsers = ofUsers,
            MembersReturned = ofUsers || can["membersReturned"] is ScriptNumber || (can.Flag("membersReturned") ?? true),
            MembersShown = !ofUsers && can["membersReturned"] is ScriptNumber
                ? can.Integer("membersReturned", 1, 1_000_000)
                : null,
            ListsLack = Paths(can, "listsLack") ?? [],
            ReplaceMembers = can.Flag("replaceMembers") ?? true,
            PatchOperations = can.Integer("patchOperations", 1, 100_000),
            PatchMembers = can.Integer("patchMembers", 1, 1_000_000),
            CreateOnly = Paths(create, "only"),
            CreateThenUpdate = Word(create, "then", "update"),
            IfUpdateFails = IfUpdateFails(create),
            Adopt = Adopt(create),
            EmptyAnswerMeansExisting = Word(create, "empty", "exists"),
            MergesAsScim11 = can["patch"] is ScriptText { Value: "scim11" },
            MergeAlways = Paths(merge, "always") ?? [],
            MergeReplaceMembersFlag = merge.Text("replaceMembersFlag"),
        };
    }

    private static ScriptMap? Merged(ScriptMap? general, ScriptMap? own) => own is null || general is null
        ? own ?? general
        : own with
        {
            Members = [.. own.Members, .. general.Members.Where(member => own.Members.All(mine => mine.Key != member.Key))],
        };

    private static bool Put(Fields can)
    {
        if (can["put"] is null or ScriptFlag or ScriptText { Value: "merge" })
            return can["put"] is not ScriptFlag { Value: false };
        can.Wrong("put", "true, false or \"merge\"");
        return true;
    }

    // What is cleared is told from what is there.
    private bool PutMerges(Fields can)
    {
        if (can["put"] is not ScriptText { Value: "merge" }) return false;
        if (can.Flag("read") is false) faults.Add(can.LineOf("put"), "can.put is 'merge', which needs reads: what a client clears is told from what is there; remove read: false.");
        return true;
    }

    private static PatchStyle Patch(Fields can)
    {
        switch (can["patch"])
        {
            case null or ScriptFlag { Value: true }: return PatchStyle.PatchOp;
            case ScriptFlag: return PatchStyle.None;
            case ScriptText { Value: "merge" or "scim11" }: return PatchStyle.Merge;
            default:
                can.Wrong("patch", "true, false, \"merge\" or \"scim11\"");
                return PatchStyle.None;
        }
    }

    private static PagingStyle Paging(Fields can)
    {
        switch (can["paging"])
        {
            case null or ScriptText { Value: "index" }: return PagingStyle.Index;
            case ScriptText { Value: "cursor" }: return PagingStyle.Cursor;
            case ScriptText { Value: "none" }: return PagingStyle.None;
            default:
                can.Wrong("paging", "\"index\", \"cursor\" or \"none\"");
                return PagingStyle.Index;
        }
    }

    private static DeleteStyle Delete(Fields can)
    {
        switch (can["delete"])
        {
            case null or ScriptFlag { Value: true }: return DeleteStyle.Delete;
            case ScriptFlag: return DeleteStyle.None;
            case ScriptText { Value: "deactivate" }: return DeleteStyle.Deactivate;
            case ScriptText { Value: "empty" }: return DeleteStyle.Empty;
            default:
                can.Wrong("delete", "true, false, \"deactivate\" or \"empty\"");
                return DeleteStyle.None;
        }
    }

    private bool MembersOfUsers(Fields can)
    {
        if (can.Map("members") is not { } map) return false;
        var members = new Fields(map, "can.members", faults, "via");
        if (members.Text("via") == "users") return true;
        members.Wrong("via", "\"users\"");
        return false;
    }

    private string? FreedName(Fields can, Fields deactivate)
    {
        if (deactivate.Text("userName") is not { } name) return null;
        if (!name.Contains("{id}", StringComparison.Ordinal)) deactivate.Wrong("userName", "a name with {id} in it, such as \"deleted-{id}\", so that no two are alike");
        if (can["delete"] is not ScriptText { Value: "deactivate" }) faults.Add(deactivate.LineOf("userName"), "deactivate.userName is for accounts that are deactivated in place of a delete; expected can: { delete: \"deactivate\" } beside it.");
        return name;
    }

    private static UpdateFailure IfUpdateFails(Fields create)
    {
        switch (create.Text("ifUpdateFails"))
        {
            case null or "tell": return UpdateFailure.Tell;
            case "delete": return UpdateFailure.Delete;
            case "accept": return UpdateFailure.Accept;
            case "owe": return UpdateFailure.Owe;
            default:
                create.Wrong("ifUpdateFails", "\"tell\", \"delete\", \"accept\" or \"owe\"");
                return UpdateFailure.Tell;
        }
    }

    private AttributePath? Adopt(Fields create)
    {
        if (create.Text("adopt") is not { } text) return null;
        if (Place.Doubt(text) is { } doubt) faults.Add(create.LineOf("adopt"), doubt);
        if (Place.Parse(text) is { Where: null, IsExtension: false } place) return place.Path;
        create.Wrong("adopt", "the unique attribute that it is found by, such as \"userName\"");
        return null;
    }

    private FilterCapability Filters(Fields can)
    {
        switch (can["filters"])
        {
            case null or ScriptFlag { Value: true }: return FilterCapability.Full;
            case ScriptFlag: return FilterCapability.None;
            case ScriptMap map:
                var filters = new Fields(map, "can.filters", faults, "operators", "attributes", "logical", "quoted", "caseExact");
                return new FilterCapability(
                    Operators(filters), Paths(filters, "attributes"), filters.Flag("logical") ?? false,
                    filters.Flag("quoted") ?? true)
                { CaseExact = filters.Flag("caseExact") ?? false };
            default:
                can.Wrong("filters", "true, false or { operators, attributes, logical, quoted, caseExact }");
                return FilterCapability.None;
        }
    }

    private HashSet<ComparisonOperator>? Operators(Fields filters)
    {
        if (filters.Texts("operators") is not { } words) return null;
        var operators = new HashSet<ComparisonOperator>();
        string[] known = [.. Enum.GetNames<ComparisonOperator>().Select(name => name.ToLowerInvariant())];
        foreach (string word in words)
        {
            if (Array.IndexOf(known, word) is >= 0 and var index) operators.Add((ComparisonOperator)index);
            else faults.Add(filters.LineOf("operators"), $"\"{word}\" is no filter operator; {Suggestions.For(word, known)}");
        }

        return operators;
    }

    private List<AttributePath>? Paths(Fields fields, string key)
    {
        if (fields.Texts(key) is not { } texts) return null;
        var paths = new List<AttributePath>();
        foreach (string text in texts)
        {
            if (Place.Doubt(text) is { } doubt) faults.Add(fields.LineOf(key), doubt);
            if (Place.Parse(text) is not { Where: null, Path: var path }) faults.Add(fields.LineOf(key), $"{fields.What}.{key} holds '{text}', which is no attribute path.");
            else if (Elsewhere(path) is { } place) faults.Add(fields.LineOf(key), $"{fields.What}.{key} holds '{text}', which is the client's name; the target calls it {place}.");
            else paths.Add(path);
        }

        return paths;
    }

    /// <summary>Where the target has what the client calls so, if the target itself calls nothing so.</summary>
    private Place? Elsewhere(AttributePath path) =>
        rows.Any(row => row.Target?.Path == path)
            ? null
            : rows.FirstOrDefault(row => row.Client is { Where: null } client && client.Path == path)?.Target;

    private static bool Word(Fields fields, string key, string only)
    {
        if (fields.Text(key) is not { } word) return false;
        if (word == only) return true;
        fields.Wrong(key, $"\"{only}\"");
        return false;
    }
}
