using System.Text.Json.Nodes;
using ScimGateway.Emulation.Lists;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Tests.Emulation;

/// <summary>Where a resource, or an operation of a PATCH, holds a reference.</summary>
public sealed class ReferencePlaceTests
{
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
    [InlineData("boss[id eq \"1\"]", """{"id":"7"}""", null)]
    public void The_value_of_an_operation_is_held_in_a_resource_and_comes_out_again(string? path, string? value, string? held)
    {
        var operation = new PatchOperation(
            PatchVerb.Replace,
            path is null ? null : PatchPath.Parse(path),
            value is null ? null : JsonNode.Parse(value)
        );
        var resource = ReferencePlace.Hold(operation);

        Assert.Equal(held, resource?.ToJsonString());
        if (resource is not null) Assert.Equal(value, ReferencePlace.Held(resource, operation)!.ToJsonString());
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
