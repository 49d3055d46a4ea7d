using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Tests;

/// <summary>The values of <c>convert</c> and <c>values</c>, those that are left out among them.</summary>
public sealed class ConversionTests
{
    private const string Kinds = """map("userType", "kind", { values: { Guest: "G", Employee: "E" }""";
    private const string Join =
        """map(["name.givenName", "name.middleName", "name.familyName"], "full", { convert: "join: " })""";
    private const string First = """map("emails", "mail", { convert: "first" })""";
    private const string FirstTag = """map("urn:x:2.0:User:tags", "tag", { convert: "first" })""";
    private const string List = """map("roles", "list", { convert: "list:," })""";
    private const string Words = """map("active", "on", { convert: "boolean:Y/N" })""";
    private const string Created = """map("meta.created", "made", { convert: "date", readOnly: true })""";
    private const string Formatted = """map("meta.created", "made", { convert: "date:dd/MM/yyyy", readOnly: true })""";
    private const string Born = """map("urn:x:2.0:User:born", "born", { convert: "date" })""";

    [Theory]
    [InlineData(Join, """{"name":{"givenName":"Ana"}}""", """{"full":"Ana"}""")]
    [InlineData(Join, """{"name":{"givenName":"Ana","middleName":""}}""", """{"full":"Ana"}""")]
    [InlineData(Join, """{"name":{"givenName":"Ana","middleName":"M","familyName":"van Dam"}}""", """{"full":"Ana M van Dam"}""")]
    [InlineData(Join, """{"name":{"givenName":""}}""", "{}")]
    [InlineData(First, """{"emails":[]}""", "{}")]
    [InlineData(First, """{"emails":[{"value":"a"},{"value":"b","primary":false}]}""", """{"mail":"a"}""")]
    [InlineData(First, """{"emails":[{"value":"a"},{"VALUE":"b","PRIMARY":true},{"value":"c"}]}""", """{"mail":"b"}""")]
    [InlineData(FirstTag, """{"urn:x:2.0:User":{"tags":["a","b"]}}""", """{"tag":"a"}""")]
    [InlineData(List, """{"roles":[]}""", "{}")]
    [InlineData(List, """{"roles":[{"value":"a"},{"display":"none"},{"value":2}]}""", """{"list":"a,2"}""")]
    [InlineData(List, """{"roles":"a"}""", """{"list":"a"}""")]
    [InlineData(Words, """{"active":false}""", """{"on":"N"}""")]
    [InlineData(Words, """{"active":"TRUE"}""", """{"on":"Y"}""")]
    [InlineData("""map("active", "on", { convert: "boolean" })""", """{"active":" No "}""", """{"on":false}""")]
    [InlineData("""map("active", "on", { convert: "boolean" })""", """{"active":1}""", """{"on":true}""")]
    [InlineData("""map("title", "grade", { convert: "integer" })""", """{"title":" -7 "}""", """{"grade":-7}""")]
    [InlineData("""map("title", "job", { convert: "string" })""", """{"title":7}""", """{"job":"7"}""")]
    [InlineData("""map("title", "job", { convert: "lower" })""", """{"title":"CTO"}""", """{"job":"cto"}""")]
    [InlineData(Born, """{"urn:x:2.0:User":{"born":"1990-01-31"}}""", """{"born":"1990-01-31"}""")]
    [InlineData(Born, """{"urn:x:2.0:User":{"born":"1990-01-31T23:59:59+02:00"}}""", """{"born":"1990-01-31"}""")]
    [InlineData(
        """map("urn:x:2.0:User:born", "born", { convert: "date:dd/MM/yyyy" })""",
        """{"urn:x:2.0:User":{"born":"1990-01-31T23:59:59Z"}}""",
        """{"born":"31/01/1990"}"""
    )]
    [InlineData(Kinds + " })", """{"userType":"guest"}""", """{"kind":"G"}""")]
    [InlineData(Kinds + " })", """{"userType":"Robot"}""", """{"kind":"Robot"}""")]
    [InlineData(Kinds + """, otherwise: "omit" })""", """{"userType":"Robot"}""", "{}")]
    [InlineData(Kinds + """, otherwise: 7 })""", """{"userType":"Robot"}""", """{"kind":7}""")]
    [InlineData(
        """map("urn:x:2.0:User:kind", "kind", { values: { a: "b" } })""",
        """{"urn:x:2.0:User":{"kind":{"a":1}}}""",
        """{"kind":{"a":1}}"""
    )]
    public void What_the_target_gets(string row, string client, string target) =>
        Mappings.Same(target, Mappings.User(row).ToTarget(Mappings.Json(client), ScimOperation.Create));

    [Theory]
    [InlineData(Join, """{"full":"Ana"}""", """{"name":{"givenName":"Ana"}}""")]
    [InlineData(Join, """{"full":"Ana M van Dam"}""", """{"name":{"givenName":"Ana","middleName":"M","familyName":"van Dam"}}""")]
    [InlineData(First, """{"mail":"a"}""", """{"emails":[{"value":"a","primary":true}]}""")]
    [InlineData(First, """{"mail":[{"value":"a"}]}""", """{"emails":[{"value":"a"}]}""")]
    [InlineData(FirstTag, """{"tag":"a"}""", """{"urn:x:2.0:User":{"tags":["a"]}}""")]
    [InlineData(List, """{"list":" a, ,b "}""", """{"roles":[{"value":"a"},{"value":"b"}]}""")]
    [InlineData(List, """{"list":["a"]}""", """{"roles":["a"]}""")]
    [InlineData(
        """map("urn:x:2.0:User:tags", "tags", { convert: "list:;" })""",
        """{"tags":"a;b"}""",
        """{"urn:x:2.0:User":{"tags":["a","b"]}}"""
    )]
    [InlineData(Words, """{"on":"n"}""", """{"active":false}""")]
    [InlineData(Words, """{"on":"y"}""", """{"active":true}""")]
    [InlineData(Words, """{"on":"maybe"}""", """{"active":"maybe"}""")]
    [InlineData(Words, """{"on":false}""", """{"active":false}""")]
    [InlineData("""map("title", "job", { convert: "integer" })""", """{"job":7}""", """{"title":"7"}""")]
    [InlineData(
        """map("phoneNumbers[type eq \"work\"].value", "phone", { convert: "digits" })""",
        """{"phone":"+49 1"}""",
        """{"phoneNumbers":[{"type":"work","value":"+49 1"}]}"""
    )]
    [InlineData(Born, """{"born":"1990-01-31"}""", """{"urn:x:2.0:User":{"born":"1990-01-31"}}""")]
    [InlineData(Born, """{"born":"long ago"}""", """{"urn:x:2.0:User":{"born":"long ago"}}""")]
    [InlineData(Born, """{"born":"2026-01-3"}""", """{"urn:x:2.0:User":{"born":"2026-01-3"}}""")]
    [InlineData(Created, """{"made":"2026-01-31"}""", """{"meta":{"created":"2026-01-31T00:00:00Z"}}""")]
    [InlineData(Created, """{"made":"2026-01-31T10:00:00Z"}""", """{"meta":{"created":"2026-01-31T10:00:00Z"}}""")]
    [InlineData(Created, """{"made":5}""", """{"meta":{"created":5}}""")]
    [InlineData(Formatted, """{"made":" 31/01/2026 "}""", """{"meta":{"created":"2026-01-31T00:00:00Z"}}""")]
    [InlineData(Formatted, """{"made":"31.1."}""", """{"meta":{"created":"31.1."}}""")]
    [InlineData(Kinds + " })", """{"kind":"g"}""", """{"userType":"Guest"}""")]
    [InlineData(Kinds + " })", """{"kind":["G"]}""", """{"userType":["G"]}""")]
    [InlineData("""map("active", "state", { values: { "true": 1, "false": 0 } })""", """{"state":0}""", """{"active":false}""")]
    [InlineData("""map("title", "job", { read: false })""", """{"job":"CTO","nickName":"n"}""", """{"nickName":"n"}""")]
    [InlineData("""map("title", "job", { write: v => v + "!", read: false })""", """{"job":"CTO!"}""", "{}")]
    [InlineData("""map("title", "title", { read: false })""", """{"title":"CTO"}""", "{}")]
    [InlineData(
        """map("emails[type eq \"work\"].value", "mail", { on: "create", write: v => v + "!" })""",
        """{"mail":"w!"}""",
        "{}"
    )]
    public void What_the_client_gets(string row, string target, string client) =>
        Mappings.Same(client, Mappings.User(row).ToClient(Mappings.Target(target)));

    [Theory]
    [InlineData(Join, """{"name":{"familyName":"Lee"}}""", "a part is missing, and one after it is there")]
    [InlineData(Join, """{"name":{"givenName":"Ana","familyName":"Lee"}}""", "a part is missing, and one after it is there")]
    [InlineData(
        Join,
        """{"name":{"givenName":"Ana Maria","middleName":"M","familyName":"Lee"}}""",
        "a part before the last holds ' ', which stands between them"
    )]
    [InlineData(Join, """{"name":{"givenName":{},"middleName":"M"}}""", "expected one plain value")]
    [InlineData(List, """{"roles":[{"value":"a"},{"value":"b,c"}]}""", "one of several values holds ','")]
    [InlineData(Words, """{"active":"maybe"}""", "it is no boolean")]
    [InlineData("""map("title", "phone", { convert: "digits" })""", """{"title":"none"}""", "it has no digit")]
    [InlineData("""map("title", "grade", { convert: "integer" })""", """{"title":"7.5"}""", "it is no integer")]
    [InlineData(Born, """{"urn:x:2.0:User":{"born":"1990-13-01"}}""", "expected a date such as 2026-01-31")]
    [InlineData(Born, """{"urn:x:2.0:User":{"born":"1990-1-1"}}""", "expected a date such as 2026-01-31")]
    [InlineData(
        """map("urn:x:2.0:User:born", "born", { convert: "date:dd/MM/yyyy" })""",
        """{"urn:x:2.0:User":{"born":"31/01/1990"}}""",
        "expected a date such as 2026-01-31"
    )]
    [InlineData(Kinds + """, otherwise: "refuse" })""", """{"userType":"Robot"}""", "expected one of Employee, Guest")]
    public void What_cannot_be_converted_is_refused(string row, string client, string why)
    {
        var fault = Assert.Throws<ScimException>(() => Mappings.User(row).ToTarget(Mappings.Json(client), ScimOperation.Create));
        Assert.Equal((400, ScimType.InvalidValue), (fault.Status, fault.Type));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    // row | the client's resource | what of it the target does not get, by name
    [Theory]
    [InlineData(
        First,
        """{"emails":[{"value":"a"},{"value":"b","primary":true}]}""",
        """emails after the first [{"value":"a"}]"""
    )]
    [InlineData(First, """{"emails":[{"value":"a"}]}""", "")]
    [InlineData(First, """{"title":"x"}""", "")]
    [InlineData(Kinds + """, otherwise: "omit" })""", """{"userType":"Robot"}""", "userType \"Robot\"")]
    [InlineData(Kinds + """, otherwise: "omit" })""", """{"userType":"GUEST"}""", "")]
    [InlineData(Kinds + """, otherwise: "X" })""", """{"userType":"Robot"}""", "")]
    [InlineData(Kinds + " })", """{"userType":"Robot"}""", "")]
    public void What_a_conversion_leaves_out_is_known(string row, string client, string lost)
    {
        var unwritten = Mappings.User(row).Unwritten(ScimOperation.Create);
        var values = unwritten
            .Select(one => (one.Name, Value: one.ValueIn(Mappings.Json(client))))
            .Where(one => one.Value is not null);
        Assert.Equal(lost, string.Join(';', values.Select(one => $"{one.Name} {one.Value!.ToJsonString()}")));
    }

    [Theory]
    [InlineData("title", """map("title", "job")""", "job")]
    [InlineData("title", """map("title", "job", { convert: "lower" })""", "job")]
    [InlineData("title", """map("title", "job", { convert: "string" })""", "job")]
    [InlineData("title", """map("title", "job", { convert: "integer" })""", null)]
    [InlineData("title", """map("title", "job", { convert: "digits" })""", null)]
    [InlineData("title", """map("title", "job", { values: { a: "b" } })""", null)]
    [InlineData("title", """map("title", "jobs[type eq \"x\"].name")""", null)]
    [InlineData("title", """map("title", "job", { when: 'userType eq "x"' })""", "job")]
    [InlineData(
        "title",
        """map("title", "job", { when: 'userType eq "x"' }), map("title", "role", { when: 'userType eq "y"' })""",
        null
    )]
    [InlineData("title", """drop("title")""", null)]
    [InlineData("nickName", """map("title", "job")""", "nickName")]
    [InlineData("urn:x:2.0:User:born", Born, "born")]
    [InlineData("emails", First, "mail")]
    [InlineData("emails.value", First, "mail")]
    [InlineData("emails.type", First, null)]
    [InlineData("name.givenName", """map("name", "full")""", "full.givenName")]
    [InlineData("name.givenName", """map("name", "full", { write: v => v.givenName, read: v => ({ givenName: v }) })""", null)]
    [InlineData("emails.value", """map("emails[type eq \"work\"].value", "mail")""", null)]
    public void The_target_sorts_by_what_keeps_its_order(string path, string rows, string? there) =>
        Assert.Equal(there, Mappings.User(rows).SortPath(AttributePath.Parse(path))?.ToString());

    /// <summary>The part of a converted value has no name at the target, which is asked for the whole; left out is nothing of
    /// it.</summary>
    [Theory]
    [InlineData(
        "name.givenName",
        """map("name", "full", { write: v => v.givenName, read: v => ({ givenName: v }) })""",
        "full",
        ""
    )]
    [InlineData("name", """map("name", "full", { write: v => v.givenName, read: v => ({ givenName: v }) })""", "full", "full")]
    [InlineData("name.givenName", """map("name", "full")""", "full.givenName", "full.givenName")]
    [InlineData("name.givenName", """map("name", "data.full")""", "data.full", "")]
    [InlineData("emails.primary", First, "mail", "")]
    [InlineData("emails.value", First, "mail", "mail")]
    [InlineData("emails.type", """drop("emails")""", "", "")]
    [InlineData("name.givenName", """map(["name.givenName", "name.familyName"], "full", { convert: "join: " })""", "full", "")]
    [InlineData("displayName", """map("displayName", ["label", "alias"])""", "label,alias", "label,alias")]
    [InlineData("title", """drop("nickName")""", "title", "title")]
    public void What_is_asked_for_and_what_is_left_out(string path, string rows, string asked, string excluded)
    {
        var (mapping, attribute) = (Mappings.User(rows), AttributePath.Parse(path));
        Assert.Equal(
            (asked, excluded),
            (string.Join(',', mapping.Projection(attribute)), string.Join(',', mapping.Exclusion(attribute)))
        );
    }
}
