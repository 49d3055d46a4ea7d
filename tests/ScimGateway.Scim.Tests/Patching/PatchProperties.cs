using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Filters;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Tests.Patching;

public sealed class PatchProperties
{
    private static readonly ReadingRules[] Readers = [
        new(ResourceType.User),
        new(ResourceType.User, Story.Entra),
        new(ResourceType.Group, Story.Entra),
        new(Leniency: Story.Entra),
    ];

    // Places that no generated user has, in every part of a resource.
    private static readonly string[] Absent =
    [
        "nickName",
        "name.middleName",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter",
        "urn:q:2.0:User:x.y-z",
        "urn:p:2.0:User:floor",
        "custom",
    ];

    private static readonly ReadingRules Strict = new(ResourceType.User);

    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void What_is_canonical_stays_as_it_is() => Holds(Texts.Operations, operations =>
    {
        foreach (var rules in Readers)
        {
            if (Parsed(operations, rules) is not { } patch) continue;
            var canonical = patch.ToJson();
            Story.Same(canonical, PatchRequest.Parse((JsonObject)canonical.DeepClone(), rules).ToJson());
        }
    });

    [Fact]
    public void A_PATCH_never_touches_the_resource_and_fails_only_with_a_SCIM_fault() => Holds(
        Gen.Zip(Texts.User, Texts.Operations),
        pair =>
        {
            var user = Story.Object(pair.Item1);
            foreach (var rules in Readers)
            {
                if (Parsed(pair.Item2, rules) is { } patch && Applied(user, patch, rules) is { } outcome)
                    Assert.Equal(outcome.Changed, !JsonNode.DeepEquals(user, outcome.Resource));
                Assert.Equal(pair.Item1, Story.Text(user));
            }
        }
    );

    [Fact]
    public void Any_JSON_object_is_read_or_refused_with_a_SCIM_fault() => Holds(Texts.Value(4), text =>
    {
        if (Story.Node(text) is not JsonObject body) return;
        foreach (var rules in Readers)
            Read(body, rules with { Leniency = rules.Leniency | Leniency.Scim11 | Leniency.MissingSchemas });
    });

    [Fact]
    public void The_difference_leads_from_one_state_to_the_other() => Holds(Gen.Zip(Texts.User, Texts.User), pair =>
    {
        var (before, after) = (Story.Object(pair.Item1), Story.Object(pair.Item2));
        var patch = PatchDiff.Between(before, after, ResourceType.User);
        var rules = new ReadingRules(ResourceType.User);
        Story.Same(Unordered(after), Unordered(PatchEngine.Apply(before, patch, rules).Resource));
        Assert.Empty(PatchDiff.Between(after, after, ResourceType.User).Operations);
    });

    [Fact]
    public void A_difference_that_is_written_and_read_again_leads_there_too() => Holds(Gen.Zip(Texts.User, Texts.User), pair =>
    {
        var (before, after) = (Story.Object(pair.Item1), Story.Object(pair.Item2));
        var rules = new ReadingRules(ResourceType.User, Leniency.LooseComplexValues);
        var patch = PatchRequest.Parse(PatchDiff.Between(before, after, ResourceType.User).ToJson(), rules);
        Story.Same(Unordered(after), Unordered(PatchEngine.Apply(before, patch, rules).Resource));
    });

    [Fact]
    public void Nothing_in_any_of_its_forms_is_no_difference() => Holds(
        Gen.Zip(Gen.Zip(Texts.User, Texts.User), Gen.Zip(Nothings, Nothings)),
        given =>
        {
            var (before, after) = (Story.Object(given.Item1.Item1), Story.Object(given.Item1.Item2));
            var (emptier, emptied) = (With(before, given.Item2.Item1), With(after, given.Item2.Item2));
            Assert.Empty(PatchDiff.Between(before, With(before, given.Item2.Item1), ResourceType.User).Operations);
            Assert.Empty(PatchDiff.Between(emptier, before, ResourceType.User).Operations);
            var outcome = PatchEngine.Apply(emptier, PatchDiff.Between(emptier, emptied, ResourceType.User), Strict);
            Story.Same(Unordered(after), Unordered((JsonObject)Unassigned.Without(outcome.Resource)!));
        }
    );

    [Fact]
    public void To_add_and_then_remove_an_element_changes_nothing() => Holds(
        Gen.Zip(Texts.User, Gen.Elements("x", "y \\\"z\\\"", "ü]")),
        pair =>
        {
            var user = Story.Object(pair.Item1);
            var rules = new ReadingRules(ResourceType.User);
            string path = $"emails[value eq \\\"{pair.Item2.Replace("\\", "\\\\\\", StringComparison.Ordinal)}\\\"]";
            var message = Story.Message(
                $$"""[{"op":"add","path":"emails","value":[{"value":"{{pair.Item2}}"}]},{"op":"remove","path":"{{path}}"}]"""
            );
            var outcome = PatchEngine.Apply(user, PatchRequest.Parse(message, rules), rules);
            Assert.False(outcome.Changed);
            Story.Same(user, outcome.Resource);
        }
    );

    [Fact]
    public void To_add_what_is_not_there_and_then_remove_it_changes_nothing() => Holds(
        Gen.Zip(Texts.User, Gen.Zip(Gen.Elements(Absent), AnyFilters.Texts)),
        given =>
        {
            var (user, path, text) = (Story.Object(given.Item1), given.Item2.Item1, given.Item2.Item2);
            var added = PatchEngine.Apply(user, Operations(("add", path, text)), Strict);
            Assert.True(added.Changed);
            var removed = PatchEngine.Apply(added.Resource, Operations(("remove", path, null)), Strict);
            Story.Same(user, removed.Resource);
            Assert.False(PatchEngine.Apply(user, Operations(("add", path, text), ("remove", path, null)), Strict).Changed);
        }
    );

    [Fact]
    public void Any_text_names_its_element_and_no_other() => Holds(Gen.Zip(Texts.User, AnyFilters.Texts), pair =>
    {
        var user = Story.Object(pair.Item1);
        string value = "x" + pair.Item2;
        var where = new ComparisonFilter(new AttributePath(null, "value"), ComparisonOperator.Eq, FilterLiteral.Of(value));
        string path = new PatchPath(new AttributePath(null, "emails"), where).ToString();
        var add = new JsonObject
        {
            ["op"] = "add",
            ["path"] = "emails",
            ["value"] = new JsonArray(new JsonObject { ["value"] = value }),
        };
        var message = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.PatchOp), ["Operations"] = new JsonArray(add) };
        var added = PatchEngine.Apply(user, PatchRequest.Parse(message, Strict), Strict).Resource;
        var typed = PatchEngine.Apply(added, Operations(("replace", path + ".type", "other")), Strict).Resource;
        Assert.Equal(
            "other",
            (string?)Assert.Single((JsonArray)typed["emails"]!, email => (string?)email!["value"] == value)!["type"]
        );
        Story.Same(user, PatchEngine.Apply(typed, Operations(("remove", path, null)), Strict).Resource);
    });

    [Fact]
    public void At_most_one_element_is_primary_when_a_PATCH_has_made_one_so() => Holds(
        Gen.Zip(Texts.User, Gen.Zip(Gen.Elements("add", "replace"), Gen.Elements("a", "b", "c", "d", "new"))),
        given =>
        {
            var user = Story.Object(given.Item1);
            var (op, value) = given.Item2;
            var rules = new ReadingRules(ResourceType.User, Leniency.CreateOnNoMatch | Leniency.SchemaTypedLiterals);
            var patch = Operations(rules, (op, $"emails[value eq \"{value}\"].primary", "true"));
            var primary = ((JsonArray)PatchEngine.Apply(user, patch, rules).Resource["emails"]!).Where(email =>
                (bool?)email!["primary"] == true
            );
            Assert.Equal(value, (string?)Assert.Single(primary)!["value"], ignoreCase: true);
        }
    );

    private static PatchRequest Operations(params (string Op, string Path, string? Value)[] operations) =>
        Operations(Strict, operations);

    private static PatchRequest Operations(ReadingRules rules, params (string Op, string Path, string? Value)[] operations) =>
        PatchRequest.Parse(
            new JsonObject
            {
                ["schemas"] = new JsonArray(SchemaUrns.PatchOp),
                ["Operations"] = new JsonArray([.. operations.Select(Operation)]),
            },
            rules
        );

    private static JsonObject Operation((string Op, string Path, string? Value) operation)
    {
        var json = new JsonObject { ["op"] = operation.Op, ["path"] = operation.Path };
        if (operation.Value is not null) json["value"] = operation.Value;
        return json;
    }

    private static void Holds<T>(Gen<T> texts, Action<T> property) =>
        Check.One(Often, Prop.ForAll(texts.ToArbitrary(), property));

    // Members that no generated user has, without a value.
    private static Gen<List<string>> Nothings => Gen.SubListOf(
        "\"nickName\":null",
        "\"phoneNumbers\":[]",
        "\"ims\":null",
        "\"profileUrl\":null",
        "\"photos\":[{}]",
        "\"urn:q:2.0:User\":{\"x\":null}"
    );

    private static JsonObject With(JsonObject user, IEnumerable<string> members)
    {
        var copy = (JsonObject)user.DeepClone();
        foreach (var (name, value) in Story.Object($"{{{string.Join(',', members)}}}")) copy[name] = value?.DeepClone();
        return copy;
    }

    private static PatchRequest? Parsed(string operations, ReadingRules rules) => Read(Story.Message(operations), rules);

    private static PatchRequest? Read(JsonObject body, ReadingRules rules)
    {
        try
        {
            return PatchRequest.Parse(body, rules);
        }
        catch (ScimException)
        {
            return null;
        }
    }

    private static PatchOutcome? Applied(JsonObject user, PatchRequest patch, ReadingRules rules)
    {
        try
        {
            return PatchEngine.Apply(user, patch, rules);
        }
        catch (ScimException)
        {
            return null;
        }
    }

    // Elements of a multi-valued attribute have no order (RFC 7643 section 2.4).
    private static JsonObject Unordered(JsonObject user)
    {
        var copy = (JsonObject)user.DeepClone();
        foreach (string name in copy.Select(member => member.Key).ToArray())
            if (copy[name] is JsonArray array)
                copy[name] = new JsonArray([.. array.Select(Story.Text).Order(StringComparer.Ordinal).Select(Story.Node)]);
        return copy;
    }
}
