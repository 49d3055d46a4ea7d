using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Mapping.Tests;

/// <summary>For any table of rows, any resource of the target and any valid PATCH: what the target holds after the mapped PATCH
/// is what the mapping makes of the resource after the PATCH, in every attribute that a row writes; all others stay as they
/// were.</summary>
public sealed class PatchLawTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2000);

    private const string Hidden = """drop("emails[type eq \"home\"]")""";

    /// <summary>Rows by the client's attribute that they are about: one choice of each makes a table.</summary>
    private static readonly string[][] Choices =
    [
        [
            "",
            """map("title", "job")""",
            """map("title", "work.title")""",
            """map("title", enterprise + ":Job Title")""",
            """drop("title")""",
            """map("title", "job", { readOnly: true })""",
            """map("title", "job", { on: "create" })""",
            """map("title", "job", { write: v => v + "!", read: v => v.slice(0, -1) })""",
            """map("title", "phones[type eq \"t\"].value")""",
            """map("title", "nickName")""",
            """map("title", ["job", "alias"])""",
            """map("title", "job", { when: "active eq true" })""",
            """map("title", "job", { when: "active eq true" }), map("title", "role", { when: "not (active eq true)" })""",
            """map(["nickName", "title"], "label", { convert: "first" })""",
        ],
        ["", """map("name", "fullName")""", """map("name.givenName", "first")""", """map("name.givenName", "first"), map("name.familyName", "last")""", """map("name.givenName", "name.given")""",
            """map(["name.givenName", "name.familyName"], "fullName", { write: ([given, family]) => (given ?? "-") + " " + (family ?? "-"), read: text => text.split(" ").map(part => part == "-" ? null : part) })""",
            """map("name", "fullName", { write: v => v.givenName + " " + v.familyName, read: v => ({ givenName: v.split(" ")[0], familyName: v.split(" ")[1] }) })"""],
        [
            "",
            """map("emails[type eq \"work\"].value", "workMail")""",
            """map("emails[type eq \"work\"]", "workMail")""",
            """map("emails", "mails")""",
            """map("emails", "mail", { convert: "first" })""",
            """map("emails.value", "emails.address")""",
            """map("emails[type eq \"work\"].value", "workMail"), map("emails[type eq \"home\"].value", "homeMail")""",
            """map("emails[primary eq true].value", "mainMail")""",
            Hidden,
            """map("emails", "emails", { defaultType: "work" })""",
            """map("emails[type eq \"home\"].value", "emails[type eq \"home\"].value", { on: "create" })""",
        ],
        [
            "",
            """map("roles", "roleList", { convert: "list:," })""",
            """map("roles", "groups2", { write: v => v.map(one => one.value), read: v => v.map(one => ({ value: one })) })""",
            """map("roles[primary eq true].value", "mainRole")""",
        ],
        ["", """map("active", "state", { values: { "true": "on", "false": "off" } })""", """map("active", "state.isOn")"""],
    ];

    private static readonly string[] Values = ["a", "b", "c"];

    private static Gen<string> Tables =>
        from one in Gen.Elements(Choices)
        from other in Gen.Elements(Choices)
        from row in Gen.Elements(one)
        from second in Gen.Elements(one == other ? [""] : other)
        select string.Join(", ", new[] { row, second }.Where(rows => rows.Length > 0).Order(StringComparer.Ordinal));

    private static Gen<string> Value => Gen.Elements(Values).Select(text => $"\"{text}\"");

    private static Gen<string> Element =>
        from value in Value
        from type in Gen.Elements("", ",\"type\":\"work\"", ",\"type\":\"home\"")
        from primary in Gen.Elements("", "", ",\"primary\":true", ",\"primary\":false")
        select $"{{\"value\":{value}{type}{primary}}}";

    private static Gen<string> List =>
        Element.ListOf().Select(all => $"[{string.Join(',', OnePrimary(all.Take(3)).DistinctBy(one => one[..12]))}]");

    private static IEnumerable<string> OnePrimary(IEnumerable<string> elements)
    {
        bool any = false;
        foreach (string element in elements)
        {
            yield return any ? element.Replace("true", "false", StringComparison.Ordinal) : element;
            any |= element.Contains("true", StringComparison.Ordinal);
        }
    }

    private static Gen<string> Names =>
        Gen.Elements("""{"givenName":"a"}""", """{"familyName":"b"}""", """{"givenName":"b","familyName":"c"}""");

    private static Gen<string> Clients =>
        from title in Gen.Elements("", ",\"title\":\"a\"")
        from nick in Gen.Elements("", ",\"nickName\":\"n\"")
        from name in Gen.OneOf(Gen.Constant(""), Names.Select(name => $",\"name\":{name}"))
        from emails in Gen.OneOf(Gen.Constant(""), List.Select(list => $",\"emails\":{list}"))
        from roles in Gen.OneOf(Gen.Constant(""), List.Select(list => $",\"roles\":{list}"))
        from active in Gen.Elements("", ",\"active\":true", ",\"active\":false")
        select $"{{\"schemas\":[\"{SchemaUrns.User}\"],\"id\":\"1\",\"userName\":\"u\"{title}{nick}{name}{emails}{roles}{active}}}";

    private static Gen<string> Operation => Gen.OneOf(
        Gen.Elements("title", "nickName").SelectMany(path => Simple(path, Value)),
        Simple("active", Gen.Elements("true", "false")),
        Simple("name.givenName", Value),
        Simple("name.familyName", Value),
        Simple("name", Names),
        Gen.Elements("emails", "roles").SelectMany(path => Simple(path, List)),
        (from path in Gen.Elements("emails", "roles")
         from test in Where
         from verb in Gen.Elements("replace", "remove", "add")
         from sub in Gen.Elements(".value", ".primary", ".type", "")
         from value in sub switch
         {
             ".value" => Value,
             ".primary" => Gen.Elements("true", "false"),
             ".type" => Gen.Elements("\"work\"", "\"home\""),
             _ => Element,
         }
         select Text(verb, $"{path}[{test}]{sub}", value)));

    private static Gen<string> Where =>
        Gen.Elements(
            "type eq \\\"work\\\"",
            "type eq \\\"home\\\"",
            "primary eq true",
            "value eq \\\"a\\\"",
            "value eq \\\"b\\\"",
            "type eq \\\"work\\\" and value eq \\\"a\\\"",
            "not (type eq \\\"work\\\")"
        );

    private static Gen<string> Simple(string path, Gen<string> values) =>
        from verb in Gen.Elements("replace", "remove", "add")
        from value in values
        select Text(verb, path, value);

    private static string Text(string verb, string path, string value) =>
        verb == "remove"
            ? $"{{\"op\":\"remove\",\"path\":\"{path}\"}}"
            : $"{{\"op\":\"{verb}\",\"path\":\"{path}\",\"value\":{value}}}";

    private static Gen<string> Patches =>
        Operation
            .NonEmptyListOf()
            .Select(all => $"{{\"schemas\":[\"{SchemaUrns.PatchOp}\"],\"Operations\":[{string.Join(',', all.Take(3))}]}}");

    private static Gen<(string Table, string Resource, string Patch)> Cases =>
        from table in Tables
        from resource in Clients
        from patch in Patches
        select (table, resource, patch);

    [Fact]
    public void The_target_holds_what_the_mapping_makes_of_the_resource_after_the_PATCH() => Holds(Patched);

    /// <summary>Cases that chance has found, and those beside them: two elements of a kind of which a row drops the
    /// first.</summary>
    [Theory]
    [InlineData("add", "emails[type eq \\\"home\\\"]", """{"value":"c","type":"work"}""")]
    [InlineData("replace", "emails[type eq \\\"home\\\"]", """{"value":"c","type":"work"}""")]
    [InlineData("remove", "emails[type eq \\\"home\\\"]", "null")]
    [InlineData("remove", "emails[type eq \\\"home\\\"].value", "null")]
    public void So_it_does_where_a_row_drops_the_first_of_two_elements(string verb, string path, string value) => Holds(
        Patched,
        Gen.Constant((
            Hidden,
            """{"id":"1","userName":"u","emails":[{"value":"a","type":"home"},{"value":"c","type":"home"}]}""",
            $"{{\"schemas\":[\"{SchemaUrns.PatchOp}\"],\"Operations\":[{Text(verb, path, value)}]}}")));

    private static JsonObject Patched(
        ResourceMapping mapping, JsonObject target, JsonObject seen, JsonObject after, PatchRequest patch)
    {
        var sent = mapping.IsExact(patch) ? mapping.ToTarget(patch) : mapping.Difference(seen, after, patch, Copy(target));
        return PatchEngine.Apply(target, sent, new ReadingRules()).Resource;
    }

    [Fact]
    public void So_it_does_after_the_difference_alone() =>
        Holds((mapping, target, seen, after, patch) =>
            PatchEngine.Apply(target, mapping.Difference(seen, after, patch, Copy(target)), new ReadingRules()).Resource);

    [Fact]
    public void So_it_does_after_a_PUT() =>
        Holds((mapping, target, seen, after, _) => mapping.InPlace(Copy(target), seen, (JsonObject)after.DeepClone()).Tree);

    [Fact]
    public void So_it_does_after_a_merge() => Holds((mapping, target, seen, after, patch) =>
    {
        var request = new ScimRequest
        {
            Operation = ScimOperation.Patch,
            Type = mapping.Type,
            Id = "1",
            Previous = seen,
            Resource = after,
            Patch = patch,
        };
        return Merged(target, mapping.Merge(request, Copy(target)).Tree);
    });

    private static void Holds(
        Func<ResourceMapping, JsonObject, JsonObject, JsonObject, PatchRequest, JsonObject> change,
        Gen<(string Table, string Resource, string Patch)>? cases = null) =>
        Check.One(
            cases is null ? Runs : Runs.WithMaxTest(1),
            Prop.ForAll(
                (cases ?? Cases).ToArbitrary(),
                one =>
                {
                    var mapping = Mapping(one.Table);
                    // A state of the target that such a mapping can have made, and something beside it.
                    var target = mapping.ToTarget(Mappings.Json(one.Resource), ScimOperation.Create).Tree;
                    target["ofTheTarget"] = "stays";
                    if (one.Table.Contains(Hidden, StringComparison.Ordinal))
                        HideHome(target);
                    var kept = mapping.KeepsElements
                        ? (target["emails"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(IsHome)
                        : null;
                    var rules = new ReadingRules(mapping.Type);
                    var seen = Seen(mapping, target);
                    if (After(seen, one.Patch, rules) is not { } patched)
                        return;
                    var (patch, after) = patched;

                    var held = change(mapping, target, seen, after, patch);

                    var expected = (JsonObject)target.DeepClone();
                    var (was, becomes) = (
                        mapping.ToTarget((JsonObject)seen.DeepClone(), ScimOperation.Patch).Tree,
                        mapping.ToTarget((JsonObject)after.DeepClone(), ScimOperation.Patch).Tree
                    );
                    foreach (string name in was.Concat(becomes).Select(member => member.Key).Distinct().ToList())
                        if (JsonNode.DeepEquals(was[name], becomes[name]))
                            continue; // as it was
                        else if (becomes.ContainsKey(name))
                            expected[name] = becomes[name]?.DeepClone();
                        else if (was.ContainsKey(name))
                            expected.Remove(name);
                    if (kept is not null && !JsonNode.DeepEquals(was["emails"], becomes["emails"]))
                        Keep(expected, kept);
                    Assert.Equal(Canonical(expected), Canonical(held));
                }
            )
        );

    private static void HideHome(JsonObject target)
    {
        if (target["emails"] is not JsonArray) target["emails"] = new JsonArray();
        target["emails"]!.AsArray().Add(Mappings.Json("""{"type":"home","value":"hidden"}"""));
    }

    private static void Keep(JsonObject expected, JsonObject kept)
    {
        if (expected["emails"] is not JsonArray) expected["emails"] = new JsonArray();
        var emails = expected["emails"]!.AsArray();
        kept = (JsonObject)kept.DeepClone();
        if (emails.OfType<JsonObject>().Any(one => one["primary"]?.ToJsonString() == "true")) kept.Remove("primary");
        emails.Add((JsonNode)kept);
    }

    private static bool IsHome(JsonObject element) => element["type"]?.GetValue<string>() == "home";

    [Fact]
    public void A_PATCH_that_changes_nothing_at_the_target_sends_nothing() => Check.One(Runs, Prop.ForAll(
        Cases.ToArbitrary(),
        one =>
        {
            var mapping = Mapping(one.Table);
            var seen = Seen(mapping, mapping.ToTarget(Mappings.Json(one.Resource), ScimOperation.Create).Tree);
            Assert.Empty(mapping.Difference(seen, seen).Operations);
        }
    ));

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, ResourceMapping> Compiled = new(
        StringComparer.Ordinal
    );

    private static ResourceMapping Mapping(string table) => Compiled.GetOrAdd(table, rows => Mappings.User(rows));

    private static JsonObject Seen(ResourceMapping mapping, JsonObject target) =>
        TargetForm.Repair(mapping.ToClient(Copy(target)), mapping.Type);

    private static TargetResource Copy(JsonObject target) => new((JsonObject)target.DeepClone());

    private static (PatchRequest Patch, JsonObject After)? After(JsonObject seen, string patch, ReadingRules rules)
    {
        try
        {
            var read = PatchRequest.Parse(Mappings.Json(patch), rules);
            return (read, PatchEngine.Apply(seen, read, rules).Resource);
        }
        catch (ScimException)
        {
            return null;
        }
    }

    // RFC 7396, as Leapsome merges.
    private static JsonObject Merged(JsonObject target, JsonObject body)
    {
        var merged = (JsonObject)target.DeepClone();
        foreach (var (name, value) in body)
            if (value is null) merged.Remove(name);
            else merged[name] =
                value is JsonObject part && merged[name] is JsonObject whole ? Merged(whole, part) : value.DeepClone();
        return merged;
    }

    // Lists are sets (RFC 7643 section 2.4), members have no order, and what is unassigned is not there. A target need not list
    // its schemas.
    private static string Canonical(JsonObject resource)
    {
        var assigned = (JsonObject)Unassigned.Without(resource)!;
        foreach (string name in new[] { "schemas", "meta", "id" }) assigned.Remove(name);
        return Sorted(assigned);
    }

    private static string Sorted(JsonNode? value) => value switch
    {
        JsonObject members => $"{{{string.Join(',', members.Where(one => one.Key != "primary" || one.Value?.ToJsonString() != "false").OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"\"{one.Key}\":{Sorted(one.Value)}"))}}}",
        JsonArray elements => $"[{string.Join(',', elements.Select(Sorted).Order(StringComparer.Ordinal))}]",
        _ => value?.ToJsonString() ?? "null",
    };
}
