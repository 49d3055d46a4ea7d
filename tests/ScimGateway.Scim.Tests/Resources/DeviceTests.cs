using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Tests.Patching;

namespace ScimGateway.Scim.Tests.Resources;

/// <summary>A type that no RFC knows is treated as users are: all that is known of a type is data.</summary>
public sealed class DeviceTests
{
    private const string Gateway = "https://gw.example/scim/v2";

    private static readonly ReadingRules Strict = new(Devices.Type);

    public static TheoryData<string, string> Bodies => CaseTable.Read("Resources/devices-common-form.cases");

    public static TheoryData<string, string> Views => CaseTable.Read("Resources/devices-projection.cases");

    public static TheoryData<string, string> Answers => CaseTable.Read("Resources/devices-target-form.cases");

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_is_read_into_the_common_form(string input, string expected)
    {
        int colon = input.IndexOf(": ", StringComparison.Ordinal);
        var rules = Strict with { Leniency = Enum.Parse<Leniency>(input[..colon]) };
        Assert.Equal(expected, Devices.Short(CaseTable.Outcome(() =>
        {
            var read = CommonForm.Read(Devices.Json(input[(colon + 2)..]), rules);
            return Story.Text(read.Resource) + (read.Cleared.Count > 0 ? " cleared " + string.Join(' ', read.Cleared) : "");
        })));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void A_client_gets_what_it_asked_for_and_may_see(string input, string expected)
    {
        int brace = input.IndexOf(": {", StringComparison.Ordinal);
        string[] asked = Devices
            .Long(input[..brace].Replace("@LEASE", Devices.Lease.ToUpperInvariant(), StringComparison.Ordinal))
            .Split('=', 2);
        var resource = Devices.Json(input[(brace + 2)..]);
        Projection.Apply(resource, Devices.Type, ResourceQuery.Parse(asked.Length > 1 ? [new(asked[0], asked[1])] : [], Strict));
        Assert.Equal(expected, Devices.Short(Story.Text(resource)));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void What_a_target_answers_becomes_a_proper_resource(string answer, string expected)
    {
        var resource = TargetForm.Repair(Devices.Json(answer), Devices.Type);
        ResourceLocation.Stamp(resource, Devices.Type, Gateway);
        Assert.Equal(expected, Text(Story.Text(resource)));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Bytes_that_are_copied_say_the_same(string answer, string expected)
    {
        var plan = new AnswerPlan(Devices.Type, resource => resource, []);
        using var buffer = new PooledBuffer();
        UnreadResource.Over(Encoding.UTF8.GetBytes(Devices.Long(answer)), plan)?.WriteTo(buffer, Gateway);
        if (buffer.Length > 0) Story.Same(Story.Node(expected), Story.Node(Text(Encoding.UTF8.GetString(buffer.Written.Span))));
        else Assert.Contains("\"id\":7", answer, StringComparison.Ordinal); // a number is no id that bytes could be copied for
    }

    [Theory]
    [InlineData("serialNumber eq \"s-1\"", false)]
    [InlineData("serialNumber eq \"S-1\"", true)]
    [InlineData("displayName eq \"LAPTOP\"", true)]
    [InlineData("ports ge 4 and enrolled eq true", true)]
    [InlineData("parts[type eq \"disk\" and primary eq true]", true)]
    [InlineData("urn:acme:lease:1.5:until gt \"2025-01-01T00:30:00+01:00\"", true)]
    [InlineData("urn:acme:lease:1.5:lessor.name sw \"l\"", true)]
    [InlineData("urn:acme:lease:1.5 pr", true)]
    [InlineData("urn:example:params:scim:schemas:core:2.0:Device:weight lt 2", true)]
    [InlineData("owner eq \"u1\"", true)]
    public void Filters_compare_by_its_schemas(string filter, bool matches) =>
        Assert.Equal(matches, FilterPredicate.Compile(Filter.Parse(filter, Strict), Devices.Type).Matches(Laptop()));

    [Fact]
    public void A_PATCH_changes_it()
    {
        var patch = PatchRequest.Parse(Story.Message(Devices.Long("""
            [{"op":"replace","path":"parts[type eq \"disk\"].value","value":"d-2"},{"op":"add","path":"tags","value":["new"]},
             {"op":"remove","path":"@lease:until"},{"op":"replace","value":{"@lease":{"Cost Centre":"C9"}}}]
            """)), Strict);
        var patched = PatchEngine.Apply(Laptop(), patch, Strict);
        Assert.Equal("d-2", (string?)patched.Resource["parts"]![0]!["value"]);
        Assert.Equal("""["new"]""", patched.Resource["tags"]!.ToJsonString());
        Assert.Equal("""{"lessor":{"name":"Lea"},"Cost Centre":"C9"}""", patched.Resource[Devices.Lease]!.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"replace","path":"serialNumber","value":"S-2"}]""", "mutability")]
    [InlineData("""[{"op":"replace","path":"seen","value":"2024-01-01T00:00:00Z"}]""", "mutability")]
    [InlineData("""[{"op":"remove","path":"serialNumber"}]""", "mutability")]
    [InlineData("""[{"op":"replace","path":"ports","value":"4"}]""", "invalidValue")]
    [InlineData("""[{"op":"replace","path":"parts[type eq \"fan\"].value","value":"x"}]""", "noTarget")]
    public void Its_schemas_forbid_what_they_forbid_for_users(string operations, string scimType) => Assert.StartsWith(
        $"! {scimType}: ",
        CaseTable.Outcome(() =>
            Story.Text(PatchEngine.Apply(Laptop(), PatchRequest.Parse(Story.Message(operations), Strict), Strict).Resource)),
        StringComparison.Ordinal);

    [Fact]
    public void It_is_sorted_by_its_schemas()
    {
        JsonObject[] devices = [
            Laptop(),
            Devices.Json("""{"id":"2","ports":10,"@lease":{"until":"2026-01-01T00:00:00+02:00"}}"""),
            Devices.Json("""{"id":"3","ports":9}"""),
        ];
        string By(string path) => string.Join(' ', ResourceOrder
            .By(Devices.Type.ParsePath(path), Devices.Type)
            .Sort(devices)
            .Select(device => (string?)device["id"]));
        Assert.Equal("1 3 2", By("ports"));
        Assert.Equal("2 1 3", By(Devices.Lease + ":until"));
    }

    private static JsonObject Laptop() => Devices.Json("""
        {"schemas":["@device","@lease"],"id":"1","serialNumber":"S-1","displayName":"Laptop","ports":4,"weight":1.5,"enrolled":true,"owner":{"value":"u1"},
         "parts":[{"value":"d-1","type":"disk","primary":true},{"value":"b-1","type":"board"}],"@lease":{"until":"2025-12-31T23:00:00Z","lessor":{"name":"Lea"}}}
        """);

    private static string Text(string json) => Devices.Short(json).Replace(Gateway, "@gw", StringComparison.Ordinal);
}
