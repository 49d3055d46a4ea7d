using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Patching;

/// <summary>Each would take minutes, or gigabytes, without a bound on the product of operations and values.</summary>
public sealed class PatchEffortTests
{
    private static readonly ReadingRules Rules = new(ResourceType.User);

    [Theory]
    [InlineData("remove", "emails[type eq \"{0}\"]", null)]
    [InlineData("replace", "emails[value eq \"e-{0}\"].primary", "true")]
    [InlineData("replace", "emails.type", "\"{0}\"")]
    public void Many_operations_that_each_look_through_many_values_are_refused(string op, string path, string? value)
    {
        var user = User(
            "emails",
            new JsonArray([.. Enumerable.Range(0, 20_000).Select(number => new JsonObject { ["value"] = $"e-{number}" })])
        );
        Refused(user, [.. Enumerable.Range(0, 9_000).Select(number => Operation(
            op,
            path.Replace("{0}", $"{number}", StringComparison.Ordinal),
            value?.Replace("{0}", $"{number}", StringComparison.Ordinal)
        ))]);
    }

    [Fact]
    public void One_operation_that_compares_each_new_value_with_each_other_is_refused()
    {
        var addresses = new JsonArray([
            .. Enumerable.Range(0, 20_000).Select(number => new JsonObject { ["type"] = $"t-{number}" }),
        ]);
        Refused(User("title", "CTO"), Operation("add", "addresses", addresses.ToJsonString()));
    }

    [Fact]
    public void Many_operations_on_one_wide_attribute_are_refused()
    {
        var name = new JsonObject(
            Enumerable.Range(0, 2_000).Select(number => KeyValuePair.Create($"n{number}", (JsonNode?)number))
        );
        Refused(
            User("name", name),
            [.. Enumerable.Range(0, 9_000).Select(number => Operation("replace", "name.givenName", $"\"{number}\""))]
        );
    }

    [Fact]
    public void A_long_text_written_into_many_values_is_refused()
    {
        var user = User(
            "emails",
            new JsonArray([.. Enumerable.Range(0, 20_000).Select(number => new JsonObject { ["value"] = $"e-{number}" })])
        );
        Refused(user, Operation("replace", "emails.display", $"\"{new string('x', 500_000)}\""));
    }

    [Fact]
    public void A_general_filter_may_be_asked_of_ten_thousand_members_a_hundred_times()
    {
        var group = new JsonObject
        {
            ["displayName"] = "G",
            ["members"] = new JsonArray([.. Enumerable
            .Range(0, 10_000)
            .Select(number => new JsonObject { ["value"] = $"u-{number}", ["display"] = $"d-{number}" })])
        };
        var patch = Parse(
            new ReadingRules(ResourceType.Group),
            [.. Enumerable.Range(0, 100).Select(number => Operation("remove", $"members[display eq \"d-{number}\"]", null))]
        );
        Assert.Equal(
            9_900,
            PatchEngine.Apply(group, patch, new ReadingRules(ResourceType.Group)).Resource["members"]!.AsArray().Count
        );
    }

    private static void Refused(JsonObject user, params JsonObject[] operations)
    {
        var fault = Assert.Throws<ScimException>(() => PatchEngine.Apply(user, Parse(Rules, operations), Rules));
        Assert.Equal(413, fault.Status);
        Assert.StartsWith("The PATCH takes more than 2000000 steps", fault.Message, StringComparison.Ordinal);
    }

    private static PatchRequest Parse(ReadingRules rules, JsonObject[] operations) =>
        PatchRequest.Parse(
            new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.PatchOp), ["Operations"] = new JsonArray(operations) },
            rules
        );

    private static JsonObject User(string name, JsonNode value) => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.User),
        ["userName"] = "ana",
        [name] = value,
    };

    private static JsonObject Operation(string op, string path, string? value)
    {
        var operation = new JsonObject { ["op"] = op, ["path"] = path };
        if (value is not null) operation["value"] = JsonNode.Parse(value);
        return operation;
    }
}
