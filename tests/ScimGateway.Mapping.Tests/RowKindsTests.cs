using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Tests;

/// <summary>The table of docs/mappings.md: what each kind of row does. The cells are what happens; <c>MAPPINGS_DOC=write</c>
/// writes them there.</summary>
public sealed class RowKindsTests
{
    private const string Start = "<!-- kinds of rows -->";
    private const string End = "<!-- end of kinds -->";

    /// <summary>The rows, a client's resource, a filter, an attribute to sort by and to ask for, and a PATCH of one part of
    /// it.</summary>
    private static readonly Kind[] Kinds =
    [
        new("""map("title", "job")""", """{"title":"CTO"}""", "title eq \"CTO\"", "title", Replace("title", "\"CEO\"")),
        new(
            """map("displayName", ["label", "alias"])""",
            """{"displayName":"Ana"}""",
            "displayName eq \"Ana\"",
            "displayName",
            Replace("displayName", "\"Bo\"")
        ),
        new(
            """map(["nickName", "displayName"], "label", { convert: "first" })""",
            """{"displayName":"Ana"}""",
            "nickName eq \"An\"",
            "nickName",
            Replace("nickName", "\"An\"")
        ),
        new(
            """map(["name.givenName", "name.familyName"], "fullName", { convert: "join: " })""",
            """{"name":{"givenName":"Ana","familyName":"Lee"}}""",
            "name.familyName eq \"Lee\"",
            "name.familyName",
            Replace("name.familyName", "\"Roe\"")
        ),
        new("""map(["name.givenName", "name.familyName"], "fullName", { write: ([given, family]) => [family ?? "", given ?? ""].join(", "), read: text => text.split(", ").reverse() })""", """{"name":{"givenName":"Ana","familyName":"Lee"}}""", "name.familyName eq \"Lee\"", "name.familyName", Replace("name.givenName", "\"Bo\"")),
        new(
            """map("title", "job", { when: 'userType eq "Employee"' })""",
            """{"userType":"Employee","title":"CTO"}""",
            "title eq \"CTO\"",
            "title",
            Replace("userType", "\"Guest\"")
        ),
        new(
            """map("title", "job", { when: 'userType eq "Employee"' }), map("title", "role", { when: 'userType eq "Guest"' })""",
            """{"userType":"Employee","title":"CTO"}""",
            "title eq \"CTO\"",
            "title",
            Replace("userType", "\"Guest\"")
        ),
        new(
            """map("userType", "kind", { values: { Employee: "E", Guest: "G" }, otherwise: "refuse" })""",
            """{"userType":"Employee"}""",
            "userType eq \"Guest\"",
            "userType",
            Replace("userType", "\"Robot\"")
        ),
        new(
            """map("userType", "kind", { values: { Employee: "E", Guest: "G" }, otherwise: "omit" })""",
            """{"userType":"Employee"}""",
            "userType eq \"Guest\"",
            "userType",
            Replace("userType", "\"Robot\"")
        ),
        new(
            """map("userType", "kind", { values: { Employee: "E", Guest: "G" }, otherwise: "X" })""",
            """{"userType":"Employee"}""",
            "userType eq \"Robot\"",
            "userType",
            Replace("userType", "\"Robot\"")
        ),
        new(
            """map("urn:acme:2.0:User:born", "born", { convert: "date:dd/MM/yyyy" })""",
            """{"urn:acme:2.0:User":{"born":"1990-01-31"}}""",
            "urn:acme:2.0:User:born eq \"1990-01-31\"",
            "urn:acme:2.0:User:born",
            Replace("urn:acme:2.0:User:born", "\"1990-02-01\"")
        ),
        new(
            """map("phoneNumbers[type eq \"work\"].value", "phone", { convert: "digits" })""",
            """{"phoneNumbers":[{"type":"work","value":"+49 30-1"}]}""",
            "phoneNumbers[type eq \"work\" and value eq \"49 301\"]",
            "phoneNumbers.value",
            Replace("phoneNumbers[type eq \"work\"].value", "\"+49 30-2\"")
        ),
        new(
            """map("active", "enabled", { convert: "boolean:Y/N" })""",
            """{"active":true}""",
            "active eq false",
            "active",
            Replace("active", "false")
        ),
        new(
            """map("title", "job", { write: text => text.toUpperCase(), read: true })""",
            """{"title":"cto"}""",
            "title eq \"cto\"",
            "title",
            Replace("title", "\"ceo\"")
        ),
        new(
            """map("emails", "emails", { defaultType: "work" })""",
            """{"emails":[{"value":"a@x.org"}]}""",
            "emails.value eq \"a@x.org\"",
            "emails.value",
            """{"op":"add","path":"emails","value":[{"value":"b@x.org"}]}"""
        ),
        new(
            """map("displayName", "label", { default: user => user.userName.split("@")[0] })""",
            """{"userName":"ana@x.org"}""",
            "displayName eq \"ana\"",
            "displayName",
            """{"op":"remove","path":"displayName"}"""
        ),
        new(
            """map("title", "job", { readOnly: true })""",
            """{"title":"CTO"}""",
            "title eq \"CTO\"",
            "title",
            Replace("title", "\"CEO\"")
        ),
        new(
            """map("title", "job", { on: "create" })""",
            """{"title":"CTO"}""",
            "title eq \"CTO\"",
            "title",
            Replace("title", "\"CEO\"")
        ),
        new(
            """map("emails[type eq \"work\"].value", "mail")""",
            """{"emails":[{"type":"work","value":"a@x.org"}]}""",
            "emails[type eq \"work\" and value eq \"a@x.org\"]",
            "emails.value",
            Replace("emails[type eq \"work\"].value", "\"b@x.org\"")
        ),
        new(
            """map("emails", "mail", { convert: "first" })""",
            """{"emails":[{"value":"a@x.org"},{"value":"b@x.org"}]}""",
            "emails.value eq \"a@x.org\"",
            "emails.value",
            """{"op":"remove","path":"emails[value eq \"a@x.org\"]"}"""
        ),
        new(
            """map("roles", "roleText", { convert: "list:," })""",
            """{"roles":[{"value":"a"},{"value":"b"}]}""",
            "roles.value eq \"a\"",
            "roles.value",
            """{"op":"add","path":"roles","value":[{"value":"c"}]}"""
        ),
        new("""drop("title")""", """{"title":"CTO"}""", "title eq \"CTO\"", "title", Replace("title", "\"CEO\"")),
        new("""constant("source", "scim")""", """{"title":"CTO"}""", "title eq \"CTO\"", "title", Replace("title", "\"CEO\"")),
    ];

    [Fact]
    public void The_table_of_the_docs_says_what_happens()
    {
        string page = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Mappings.Shipped("x")))!, "docs", "mappings.md");
        string text = File.ReadAllText(page);
        int start = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        string expected = "\n\n" + Table() + "\n";
        if (Environment.GetEnvironmentVariable("MAPPINGS_DOC") == "write")
            File.WriteAllText(page, text[..start] + expected + text[end..]);
        else
            Assert.Equal(expected, text[start..end]);
    }

    private static string Table()
    {
        var table = new StringBuilder("| row | a client's resource, what the target gets, what is read back | filter, `sortBy`, `attributes` at the target | PATCH | `/Schemas` |\n| --- | --- | --- | --- | --- |\n");
        foreach (var kind in Kinds) table.Append("| ").AppendJoin(" | ", Cells(kind)).Append(" |\n");
        return table.ToString();
    }

    private static IEnumerable<string> Cells(Kind kind)
    {
        var mapping = Mappings.User(kind.Rows);
        var target = mapping.ToTarget(Mappings.Json(kind.Resource), ScimOperation.Create).Tree;
        var seen = mapping.ToClient(new((JsonObject)target.DeepClone()));
        var path = AttributePath.Parse(kind.Path);
        yield return Code(kind.Rows);
        yield return string.Join("<br>→ ", new[] { kind.Resource, Text(target), Text(seen) }.Select(Code));
        yield return string.Join(
            "<br>",
            Code(kind.Filter) + " → " + Filtered(mapping, kind.Filter),
            Code("sortBy") + ": " + Sorted(mapping, path),
            Code("attributes") + ": " + Asked(mapping, path)
        );
        yield return Code(kind.Patch) + "<br>→ " + Patched(mapping, kind.Patch, seen);
        yield return Shown(mapping, path);
    }

    private static string Filtered(ResourceMapping mapping, string filter)
    {
        if (Filter.Parse(filter).Paths.Any(mapping.Drops)) return "400 `invalidFilter`";
        try
        {
            return Code(mapping.ToTarget(Filter.Parse(filter)).ToString());
        }
        catch (ScimException)
        {
            return "the gateway looks itself";
        }
    }

    private static string Sorted(ResourceMapping mapping, AttributePath path) =>
        mapping.SortPath(path) is { } there ? Code(there.ToString()) : "the gateway sorts";

    private static string Asked(ResourceMapping mapping, AttributePath path) =>
        mapping.Projection(path) is { Count: > 0 } places
            ? string.Join(", ", places.Select(place => Code(place.ToString())))
            : "nothing";

    private static string Patched(ResourceMapping mapping, string operation, JsonObject seen)
    {
        var rules = new ReadingRules(mapping.Type);
        var patch = PatchRequest.Parse(
            Mappings.Json($$"""{"schemas":["{{SchemaUrns.PatchOp}}"],"Operations":[{{operation}}]}"""),
            rules
        );
        bool isExact = mapping.IsExact(patch);
        try
        {
            var sent = isExact
                ? mapping.ToTarget(patch)
                : mapping.Difference(seen, PatchEngine.Apply(seen, patch, rules).Resource, patch);
            string told =
                sent.Operations.Count == 0 ? "nothing" : string.Join("<br>", sent.Operations.Select(one => Code(Said(one))));
            return isExact ? told : "reads first, " + told;
        }
        catch (ScimException fault)
        {
            return $"{fault.Status} `{JsonNamingPolicy.CamelCase.ConvertName(fault.Type.ToString()!)}`";
        }
    }

    private static string Said(PatchOperation operation) =>
        $"{operation.Verb.ToString().ToLowerInvariant()} {operation.Path?.ToString() ?? ""} {(operation.Value is null ? "" : Text(operation.Value))}".Trim();

    private static string Shown(ResourceMapping mapping, AttributePath path)
    {
        if (mapping.Shown.Find(path with { SubName = null }) is not { } attribute)
            return mapping.Drops(path) ? "left out" : "untyped";
        return $"{JsonNamingPolicy.CamelCase.ConvertName(attribute.Type.ToString())}, {JsonNamingPolicy.CamelCase.ConvertName(attribute.Mutability.ToString())}";
    }

    private static string Text(JsonNode value) => value.ToJsonString(
        new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    private static string Code(string text) => $"`` {text.Replace("|", "\\|", StringComparison.Ordinal)} ``";

    private static string Replace(string path, string value) =>
        $"{{\"op\":\"replace\",\"path\":\"{path.Replace("\"", "\\\"", StringComparison.Ordinal)}\",\"value\":{value}}}";

    private sealed record Kind(string Rows, string Resource, string Filter, string Path, string Patch);
}
