using System.Text.Json.Nodes;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests;

/// <summary>A change touches what it says: what a row cannot write back, what a condition hides, and what the target has under a
/// client's name stay.</summary>
public sealed class UntouchedTests
{
    // rows | what the target has | how the client's view changes | what the target has then
    public static TheoryData<string, string, string, string> Changes => new()
    {
        {
            """map("userType", "kind", { values: { Employee: "E" }, otherwise: "refuse" })""",
            """{"kind":"Z","active":true}""",
            """{"active":false}""",
            """{"kind":"Z","active":false}"""
        },
        {
            """map("userType", "kind", { values: { Employee: "E" }, otherwise: "refuse" })""",
            """{"kind":"Z"}""",
            """{"userType":"Employee"}""",
            """{"kind":"E"}"""
        },
        {
            """map("userType", "kind", { values: { Employee: "E" }, otherwise: "refuse" })""",
            """{"kind":"Z"}""",
            """{"userType":null}""",
            """{}"""
        },
        {
            """map("urn:x:2.0:User:born", "born", { convert: "date:dd/MM/yyyy" })""",
            """{"born":"","active":true}""",
            """{"active":false}""",
            """{"born":"","active":false}"""
        },
        {
            """map("phoneNumbers[type eq \"work\"].value", "phone", { convert: "digits" })""",
            """{"phone":"n/a","active":true}""",
            """{"active":false}""",
            """{"phone":"n/a","active":false}"""
        },
        {
            """map(["name.givenName", "name.familyName"], "fullName", { convert: "join:, " })""",
            """{"fullName":"Ana","active":true}""",
            """{"active":false}""",
            """{"fullName":"Ana","active":false}"""
        },
        {
            """map("title", "job", { when: 'userType eq "Employee"' })""",
            """{"userType":"Guest","job":"J","active":true}""",
            """{"active":false}""",
            """{"userType":"Guest","job":"J","active":false}"""
        },
        {
            """map("title", "job", { when: 'userType eq "Employee"' })""",
            """{"userType":"Guest","job":"J"}""",
            """{"userType":"Employee","title":null}""",
            """{"userType":"Employee"}"""
        },
        {
            """map("title", "job", { when: 'userType eq "Employee"' })""",
            """{"userType":"Employee","job":"J"}""",
            """{"userType":"Guest"}""",
            """{"userType":"Guest"}"""
        },
        {
            """map("title", "job", { when: 'userType eq "Employee"' }), map("title", "role", { when: 'userType eq "Guest"' })""",
            """{"userType":"Guest","job":"J","role":"R"}""",
            """{"nickName":"n"}""",
            """{"userType":"Guest","job":"J","role":"R","nickName":"n"}"""
        },
        { """map("title", "job")""", """{"title":"Dr."}""", """{"nickName":"n"}""", """{"title":"Dr.","nickName":"n"}""" },
        {
            """map("title", "job")""",
            """{"title":"Dr.","job":"CTO"}""",
            """{"title":"CEO"}""",
            """{"title":"Dr.","job":"CEO"}"""
        },
        {
            """map("displayName", ["label", "alias"])""",
            """{"label":"Ana"}""",
            """{"nickName":"n"}""",
            """{"label":"Ana","nickName":"n"}"""
        },
        {
            """constant("source", "scim")""",
            """{"source":"hand"}""",
            """{"title":"CTO"}""",
            """{"source":"hand","title":"CTO"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_PATCH_by_PUT_changes_what_it_says(string rows, string target, string change, string then)
    {
        var (mapping, seen, after) = Changed(rows, target, change);

        Same(then, mapping.InPlace(Mappings.Target(target), seen, after, new Scim.Patching.PatchRequest([])).Tree);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void So_does_the_difference(string rows, string target, string change, string then)
    {
        var (mapping, seen, after) = Changed(rows, target, change);

        Same(then, Scim.Patching.PatchEngine.Apply(
            Mappings.Json(target),
            mapping.Difference(seen, after),
            new Scim.Policies.ReadingRules()
        ).Resource);
    }

    [Theory]
    [InlineData(
        """map("title", "job", { when: 'userType eq "Employee"' }), map("title", "role", { when: 'userType eq "Guest"' })""",
        """{"userType":"Guest","job":"J","role":"R"}""",
        """{"userType":"Guest","title":"R"}"""
    )]
    [InlineData("""map("title", "job")""", """{"title":"Dr."}""", "{}")]
    [InlineData("""map("title", "job"), map("nickName", "title")""", """{"title":"Dr."}""", """{"nickName":"Dr."}""")]
    public void What_is_read_is_what_the_rows_mean(string rows, string target, string seen) =>
        Mappings.Same(seen, Mappings.User(rows).ToClient(Mappings.Target(target)));

    [Fact]
    public void A_PUT_says_the_empty_value_where_it_has_nothing() =>
        Mappings.Same("""{"userName":"ana","job":""}""", Mappings
            .User("""map("title", "job", { empty: "" })""")
            .ToTarget(Mappings.Json("""{"userName":"ana"}"""), ScimOperation.Replace));

    private static (Mappers.ResourceMapping Mapping, JsonObject Seen, JsonObject After) Changed(
        string rows,
        string target,
        string change
    )
    {
        var mapping = Mappings.User(rows);
        var seen = mapping.ToClient(Mappings.Target(target));
        var after = (JsonObject)seen.DeepClone();
        foreach (var (name, value) in Mappings.Json(change))
            if (value is null) after.Remove(name);
            else after[name] = value.DeepClone();
        return (mapping, seen, after);
    }

    private static void Same(string expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(Mappings.Json(expected), actual), actual.ToJsonString());
}
