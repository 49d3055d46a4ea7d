using System.Text.Json.Nodes;
using ScimGateway.Emulation.Lists;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Tests.Emulation;

/// <summary>Where a resource, or an operation of a PATCH, holds a reference.</summary>
public sealed class ReferencePlaceTests
{
    private static readonly ResourceReference Members = new(AttributePath.Parse("members"), "User", ResourceReference.Id);

    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    [Theory]
    [InlineData("boss", """{"boss":"7"}""", "7", "{}")]
    [InlineData("boss", """{"BOSS":"7","a":1}""", "7", """{"a":1}""")]
    [InlineData("boss.id", """{"boss":{"id":"7"}}""", "7", "{}")]
    [InlineData("boss.id", """{"boss":{"id":"7","name":"Bo"}}""", "7", """{"boss":{"name":"Bo"}}""")]
    [InlineData("urn:x:2.0:User:boss.id", """{"urn:X:2.0:User":{"Boss":{"ID":"7"}},"a":1}""", "7", """{"a":1}""")]
    [InlineData(
        "urn:x:2.0:User:boss.id",
        """{"urn:x:2.0:User":{"boss":{"id":"7"},"b":2}}""",
        "7",
        """{"urn:x:2.0:User":{"b":2}}"""
    )]
    [InlineData("boss", """{"boss":""}""", null, null)]
    [InlineData("boss", """{"boss":7}""", null, null)]
    [InlineData("boss", """{"other":"7"}""", null, null)]
    [InlineData("boss", """{"boss":{"id":"7"}}""", null, null)]
    [InlineData("boss.id", """{"boss":"7"}""", null, null)]
    [InlineData("boss.id", """{"boss":[{"id":"7"}]}""", null, null)]
    [InlineData("urn:x:2.0:User:boss", """{"boss":"7"}""", null, null)]
    public void A_place_is_found_written_and_taken_away_with_what_holds_nothing_else(
        string path,
        string json,
        string? value,
        string? left
    )
    {
        var resource = (JsonObject)JsonNode.Parse(json)!;
        var place = ReferencePlace.Find(resource, AttributePath.Parse(path));

        Assert.Equal(value, place?.Value);
        if (place is null) return;
        place.Value = "ana";
        Assert.Equal(json.Replace("\"7\"", "\"ana\"", StringComparison.Ordinal), resource.ToJsonString());
        place.Remove();
        Assert.Equal(left, resource.ToJsonString());
    }

    // path | resource | the values | after x becomes y | after x is removed
    [Theory]
    [InlineData("boss", """{"boss":"x","a":1}""", "x", """{"boss":"y","a":1}""", """{"a":1}""")]
    [InlineData("boss.value", """{"boss":{"value":"x"}}""", "x", """{"boss":{"value":"y"}}""", "{}")]
    [InlineData(
        "boss.value",
        """{"boss":{"value":"x","displayName":"Bo"}}""",
        "x",
        """{"boss":{"value":"y","displayName":"Bo"}}""",
        """{"boss":{"displayName":"Bo"}}"""
    )]
    [InlineData("boss.value", """{"boss":"x"}""", "x", """{"boss":"y"}""", "{}")]
    [InlineData("bosses", """{"bosses":["x","b"]}""", "x,b", """{"bosses":["y","b"]}""", """{"bosses":["b"]}""")]
    [InlineData("bosses", """{"bosses":["x"],"a":1}""", "x", """{"bosses":["y"],"a":1}""", """{"a":1}""")]
    [InlineData("bosses", """{"bosses":["x",7,"",null]}""", "x", """{"bosses":["y",7,"",null]}""", """{"bosses":[7,"",null]}""")]
    [InlineData(
        "members",
        """{"members":[{"value":"x","display":"X"},{"VALUE":"b"}]}""",
        "x,b",
        """{"members":[{"value":"y","display":"X"},{"VALUE":"b"}]}""",
        """{"members":[{"VALUE":"b"}]}"""
    )]
    [InlineData("members", """{"members":[{"value":"x"}]}""", "x", """{"members":[{"value":"y"}]}""", "{}")]
    [InlineData("members.value", """{"members":[{"value":"x","a":1},{"a":2}]}""", "x", """{"members":[{"value":"y","a":1},{"a":2}]}""", """{"members":[{"a":2}]}""")]
    [InlineData("members", """{"members":{"value":"x","a":1}}""", "x", """{"members":{"value":"y","a":1}}""", "{}")]
    [InlineData(
        "members",
        """{"members":[{"value":"x","type":"user"},{"value":"g","type":"Group"},{"value":"c","type":"direct"}]}""",
        "x,c",
        """{"members":[{"value":"y","type":"user"},{"value":"g","type":"Group"},{"value":"c","type":"direct"}]}""",
        """{"members":[{"value":"g","type":"Group"},{"value":"c","type":"direct"}]}"""
    )]
    [InlineData(
        "urn:x:2.0:User:bosses",
        """{"urn:X:2.0:User":{"Bosses":["x"]}}""",
        "x",
        """{"urn:X:2.0:User":{"Bosses":["y"]}}""",
        "{}"
    )]
    [InlineData("boss", """{"boss":{"id":"x"}}""", "", null, null)]
    [InlineData("boss.id", """{"boss":"x"}""", "", null, null)]
    [InlineData("members", """{"members":[]}""", "", null, null)]
    public void All_places_of_a_reference_are_found(string path, string json, string values, string? written, string? left)
    {
        var reference = new ResourceReference(AttributePath.Parse(path), "User", ResourceReference.Id);
        JsonObject Parsed() => (JsonObject)JsonNode.Parse(json)!;

        Assert.Equal(values, string.Join(',', ReferencePlace.All(Parsed(), reference).Select(place => place.Value)));
        if (written is null) return;
        var (changed, without) = (Parsed(), Parsed());
        var place = ReferencePlace.All(changed, reference)[0];
        place.Value = "between";
        place.Value = "y";
        Assert.Equal((written, "y"), (changed.ToJsonString(), place.Value));
        ReferencePlace.All(without, reference)[0].Remove();
        Assert.Equal(left, without.ToJsonString());
        place.Remove();
        Assert.Equal(left, changed.ToJsonString());
    }

    [Fact]
    public void A_list_whose_last_element_is_removed_goes_with_it()
    {
        var group = (JsonObject)JsonNode.Parse("""{"displayName":"Eng","members":[{"value":"1"},{"value":"2"}]}""")!;
        var places = ReferencePlace.All(group, Members);

        Assert.All(places, place => Assert.True(place.IsElement));
        foreach (var place in places) place.Remove();
        Assert.Equal("""{"displayName":"Eng"}""", group.ToJsonString());
    }

    [Theory]
    [InlineData(null, """{"boss":"7"}""", """{"boss":"7"}""")]
    [InlineData("boss", "\"7\"", """{"boss":"7"}""")]
    [InlineData(
        Enterprise + ":manager.value",
        "\"7\"",
        """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"7"}}}"""
    )]
    [InlineData(
        Enterprise + ":manager",
        """{"value":"7"}""",
        """{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"7"}}}"""
    )]
    [InlineData(null, "\"7\"", null)]
    [InlineData("boss", null, null)]
    [InlineData("members", """[{"value":"7"}]""", """{"members":[{"value":"7"}]}""")]
    [InlineData("members[value eq \"1\"]", """{"value":"7"}""", """{"members":{"value":"7"}}""")]
    [InlineData("members[value eq \"1\"].value", "\"7\"", """{"members":{"value":"7"}}""")]
    [InlineData("members[value eq \"1\"]", null, null)]
    public void The_value_of_an_operation_is_held_in_a_resource_and_comes_out_again(string? path, string? value, string? held)
    {
        var operation = new PatchOperation(
            PatchVerb.Replace,
            path is null ? null : PatchPath.Parse(path),
            value is null ? null : JsonNode.Parse(value)
        );
        var resource = ReferencePlace.Hold(operation);

        Assert.Equal(held, resource?.ToJsonString());
        if (resource is not null) Assert.Equal(value, ReferencePlace.Held(resource, operation)!.Value!.ToJsonString());
    }

    // verb | path | value | what is left after the first reference is removed; "": nothing is left to say
    [Theory]
    [InlineData(PatchVerb.Add, "members", """[{"value":"7"},{"value":"8"}]""", """Add members [{"value":"8"}]""")]
    [InlineData(PatchVerb.Add, "members", """[{"value":"7"}]""", "")]
    [InlineData(PatchVerb.Replace, "members", """[{"value":"7"}]""", "Remove members ")]
    [InlineData(PatchVerb.Replace, "members[value eq \"1\"]", """{"value":"7"}""", "")]
    [InlineData(PatchVerb.Add, null, """{"members":[{"value":"7"}],"displayName":"Eng"}""", """Add  {"displayName":"Eng"}""")]
    [InlineData(PatchVerb.Remove, "members", """["7"]""", "")]
    public void An_operation_without_a_reference_says_what_is_left(PatchVerb verb, string? path, string value, string left)
    {
        var operation = new PatchOperation(verb, path is null ? null : PatchPath.Parse(path), JsonNode.Parse(value));
        var held = ReferencePlace.Hold(operation)!;
        ReferencePlace.All(held, Members)[0].Remove();

        var rest = ReferencePlace.Held(held, operation);

        Assert.Equal(left, rest is null ? "" : $"{rest.Verb} {rest.Path} {rest.Value?.ToJsonString()}");
    }

    [Fact]
    public void An_operation_that_says_nothing_of_anybody_stays_as_it_is()
    {
        var operation = new PatchOperation(PatchVerb.Add, null, new JsonObject());

        Assert.Equal("{}", ReferencePlace.Held(ReferencePlace.Hold(operation)!, operation)!.Value!.ToJsonString());
    }

    // the path of the reference | a filter | the same with other names
    [Theory]
    [InlineData("members", "members[value eq \"u\"]", "members[value eq \"U!\"]")]
    [InlineData("members", "members.value eq \"u\" or displayName eq \"u\"", "members.value eq \"U!\" or displayName eq \"u\"")]
    [InlineData("members", "members eq \"u\" and not (members.value ne \"v\")", "members eq \"U!\" and not (members.value ne \"V!\")")]
    [InlineData("members", "members[type eq \"u\" and value eq \"u\"]", "members[type eq \"u\" and value eq \"U!\"]")]
    [InlineData("members", "members.value sw \"u\" or members pr or emails[value eq \"u\"]", null)]
    [InlineData(Enterprise + ":manager.value", Enterprise + ":manager eq \"u\"", Enterprise + ":manager eq \"U!\"")]
    [InlineData(Enterprise + ":manager.value", Enterprise + ":manager.displayName eq \"u\"", null)]
    public void Names_in_a_filter_are_replaced(string path, string filter, string? renamed)
    {
        var reference = new ResourceReference(AttributePath.Parse(path), "User", ResourceReference.Id);

        var after = ReferenceFilter.Renamed(Filter.Parse(filter), reference, name => name.ToUpperInvariant() + "!");

        Assert.Equal(renamed ?? filter, after.ToString());
        Assert.Equal(renamed is null, ReferenceFilter.Names(Filter.Parse(filter), reference).Count == 0);
    }

    [Theory]
    [InlineData("members[value eq \"u\"]", "members[value eq \"U!\"]", "u")]
    [InlineData("members[value eq \"u\" or value eq \"v\"]", "members[value eq \"U!\" or value eq \"V!\"]", "u,v")]
    [InlineData("members[display eq \"u\"]", "members[display eq \"u\"]", "")]
    [InlineData("emails[value eq \"u\"]", "emails[value eq \"u\"]", "")]
    [InlineData("members", "members", "")]
    public void Names_in_the_brackets_of_a_path_are_replaced(string path, string renamed, string names)
    {
        var operation = new PatchOperation(PatchVerb.Remove, PatchPath.Parse(path), null);

        var after = ReferenceFilter.Renamed(operation, Members, name => name.ToUpperInvariant() + "!");

        Assert.Equal((renamed, names), (after.Path!.ToString(), string.Join(',', ReferenceFilter.Names(operation, Members))));
    }

    [Theory]
    [InlineData("", null, 0, "0")]
    [InlineData("0", null, 0, "0")]
    [InlineData("40", null, 40, "40")]
    [InlineData("3.bm9kZTQy", "bm9kZTQy", 3, "3.bm9kZTQy")]
    [InlineData("3.a.b", "a.b", 3, "3.a.b")]
    [InlineData("3.", "", 3, "3.")]
    public void A_position_is_read_as_it_was_written(string text, string? cursor, int skip, string written)
    {
        var position = PagePosition.Parse(text);

        Assert.Equal((cursor, skip, written), (position.Cursor, position.Skip, position.ToString()));
    }

    [Fact]
    public void An_id_that_was_seen_is_known_again()
    {
        var seen = new SeenIds();

        Assert.All(Enumerable.Range(0, 1_000), number => Assert.True(seen.Add($"{number}")));
        Assert.All(Enumerable.Range(0, 1_000), number => Assert.False(seen.Add($"{number}")));
    }
}
