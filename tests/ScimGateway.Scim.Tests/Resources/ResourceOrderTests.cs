using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Scim.Tests.Resources;

public sealed class ResourceOrderTests
{
    private static readonly string[] Values =
        [
            "null",
            "\"\"",
            "\"a\"",
            "\"B\"",
            "\"b\"",
            "\"2024-01-01T00:00:00Z\"",
            "\"2024-01-01T01:00:00+01:00\"",
            "7",
            "7.0",
            "1e400",
            "-1",
            "true",
            "false",
            "[]",
            "[1,2]",
            "[{\"value\":\"x\"}]",
            "{\"value\":3}",
        ];

    public static TheoryData<string, string> Cases => CaseTable.Read("Resources/order.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Resources_come_in_the_order_that_was_asked_for(string input, string expected) =>
        Assert.Equal(expected, Outcome(input, (order, resources) => order.Sort(resources)));

    // LINQ's OrderBy is stable and compares pair by pair: what Sort reads ahead must not change the outcome.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Two_at_a_time_compare_as_all_of_them(string input, string expected) =>
        Assert.Equal(expected, Outcome(input, (order, resources) => resources.Order(order)));

    [Fact]
    public void Without_a_type_ids_are_still_exact_and_other_text_is_not()
    {
        JsonObject[] resources = [
            new() { ["id"] = "b", ["nick"] = "X" },
            new() { ["id"] = "B", ["nick"] = "x" },
            new() { ["id"] = "a", ["nick"] = "W" },
        ];
        Assert.Equal("B a b", Ids(ResourceOrder.By(AttributePath.Parse("id")).Sort(resources)));
        Assert.Equal("a b B", Ids(ResourceOrder.By(AttributePath.Parse("nick")).Sort(resources)));
    }

    [Theory]
    [InlineData("title")]
    [InlineData("meta.created")]
    [InlineData("urn:acme:2.0:User:floor")]
    [InlineData("emails.value")]
    public void Any_values_at_all_have_one_order(string sortBy)
    {
        var path = Acme.User.ParsePath(sortBy);
        var order = ResourceOrder.By(path, Acme.User);
        var resources = Gen.Elements(Values).Select(value => Holding(path, value)).Three();
        Prop.ForAll(resources.ToArbitrary(), three =>
        {
            var (x, y, z) = three;
            bool antisymmetric = Math.Sign(order.Compare(x, y)) == -Math.Sign(order.Compare(y, x));
            bool transitive = !(order.Compare(x, y) <= 0 && order.Compare(y, z) <= 0) || order.Compare(x, z) <= 0;
            return antisymmetric && transitive;
        }).QuickCheckThrowOnFailure();
    }

    private static JsonObject Holding(AttributePath path, string value)
    {
        var inner = new JsonObject { [path.SubName ?? path.Name] = JsonNode.Parse(value) };
        var attribute = path.SubName is null ? inner : new JsonObject { [path.Name] = inner };
        return path.Schema is null ? attribute : new JsonObject { [path.Schema] = attribute };
    }

    private static string Outcome(string input, Func<ResourceOrder, JsonObject[], IEnumerable<JsonObject>> sort)
    {
        int bracket = input.IndexOf(": [", StringComparison.Ordinal);
        string asked = input[..bracket];
        bool descending = asked.EndsWith(" descending", StringComparison.Ordinal);
        var resources = (JsonArray)JsonNode.Parse(Acme.Long(input[(bracket + 2)..]))!;
        return Acme.Short(CaseTable.Outcome(() =>
        {
            var path = AttributePath.Parse(Acme.Long(descending ? asked[..^" descending".Length] : asked), Acme.User.SchemaIds);
            return Ids(sort(ResourceOrder.By(path, Acme.User, descending), [.. resources.Select(one => (JsonObject)one!)]));
        }));
    }

    private static string Ids(IEnumerable<JsonObject> resources) => string.Join(' ', resources.Select(one => (string?)one["id"]));
}
