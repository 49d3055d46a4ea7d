using System.Text.Json.Nodes;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.5.2: what the operations do to a user.</summary>
internal static class PatchRules
{
    private const string Add = "7644 §3.5.2.1";

    private const string Remove = "7644 §3.5.2.2";

    private const string Replace = "7644 §3.5.2.3";

    private const string Before = """
        "displayName":"Ana","name":{"givenName":"Ana","familyName":"Bø"},
        "emails":[{"value":"w@x.org","type":"work","primary":true},{"value":"h@x.org","type":"home"}]
        """;

    public static IReadOnlyList<Rule> All { get; } =
    [
        Changes(
            Add,
            "add sets an attribute that has no value",
            """{"op":"add","path":"title","value":"CTO"}""",
            "title",
            "\"CTO\""
        ),
        Changes(
            Add,
            "add replaces the value of a single-valued attribute",
            """{"op":"add","path":"displayName","value":"Anna"}""",
            "displayName",
            "\"Anna\""
        ),
        Changes(
            Add,
            "add without a path names attributes in its value",
            """{"op":"add","value":{"title":"CTO","nickName":"A"} }""",
            "nickName",
            "\"A\""
        ),
        Changes(
            Add,
            "add to a complex attribute keeps the other sub-attributes",
            """{"op":"add","path":"name","value":{"middleName":"M"} }""",
            "name",
            """{"givenName":"Ana","familyName":"Bø","middleName":"M"}"""
        ),
        Changes(
            Add,
            "add of a sub-attribute keeps the others",
            """{"op":"add","path":"name.middleName","value":"M"}""",
            "name",
            """{"givenName":"Ana","familyName":"Bø","middleName":"M"}"""
        ),
        Emails(
            Add,
            "add to a multi-valued attribute appends",
            """{"op":"add","path":"emails","value":[{"value":"o@x.org","type":"other"}]}""",
            "w@x.org work primary",
            "h@x.org home",
            "o@x.org other"
        ),
        Emails(
            Add,
            "add of an element that is there already adds nothing",
            """{"op":"add","path":"emails","value":[{"value":"h@x.org","type":"home"}]}""",
            "w@x.org work primary",
            "h@x.org home"
        ),
        Emails(
            Add,
            "A new primary value takes the place of the old",
            """{"op":"add","path":"emails","value":[{"value":"o@x.org","type":"other","primary":true}]}""",
            "w@x.org work",
            "h@x.org home",
            "o@x.org other primary"
        ),
        Emails(
            Add,
            "add through a value path reaches the elements that match",
            """{"op":"add","path":"emails[type eq \"home\"].display","value":"Home"}""",
            "w@x.org work primary",
            "h@x.org home Home"
        ),
        Extension(
            Add,
            "add reaches an extension by its URN",
            $$"""{"op":"add","path":"{{Bodies.Enterprise}}:costCenter","value":"9"}""",
            """{"department":"R&D","costCenter":"9"}"""
        ),
        Extension(
            Add,
            "add without a path reaches an extension's object",
            $$"""{"op":"add","value":{"{{Bodies.Enterprise}}":{"costCenter":"9"} } }""",
            """{"department":"R&D","costCenter":"9"}"""
        ),

        Changes(Remove, "remove clears an attribute", """{"op":"remove","path":"displayName"}""", "displayName", null),
        Changes(
            Remove,
            "remove of a sub-attribute keeps the others",
            """{"op":"remove","path":"name.givenName"}""",
            "name",
            """{"familyName":"Bø"}"""
        ),
        Changes(Remove, "remove of what is not there succeeds", """{"op":"remove","path":"title"}""", "title", null),
        Emails(Remove, "remove clears a multi-valued attribute", """{"op":"remove","path":"emails"}"""),
        Emails(
            Remove,
            "remove through a value path takes out the elements that match",
            """{"op":"remove","path":"emails[type eq \"home\"]"}""",
            "w@x.org work primary"
        ),
        Emails(
            Remove,
            "remove through a value path and a sub-attribute clears that alone",
            """{"op":"remove","path":"emails[type eq \"home\"].type"}""",
            "w@x.org work primary",
            "h@x.org"
        ),
        Extension(
            Remove,
            "remove clears an extension's attribute",
            $$"""{"op":"remove","path":"{{Bodies.Enterprise}}:department"}""",
            null
        ),

        Changes(
            Replace,
            "replace sets a value",
            """{"op":"replace","path":"displayName","value":"Anna"}""",
            "displayName",
            "\"Anna\""
        ),
        Changes(
            Replace,
            "replace of what is not there adds it",
            """{"op":"replace","path":"title","value":"CTO"}""",
            "title",
            "\"CTO\""
        ),
        Changes(
            Replace,
            "replace without a path touches the named attributes alone",
            """{"op":"replace","value":{"title":"CTO"} }""",
            "displayName",
            "\"Ana\""
        ),
        Changes(
            Replace,
            "replace of a complex attribute keeps the sub-attributes that it does not name",
            """{"op":"replace","path":"name","value":{"givenName":"Anna"} }""",
            "name",
            """{"givenName":"Anna","familyName":"Bø"}"""
        ),
        Changes(
            Replace,
            "replace of a sub-attribute keeps the others",
            """{"op":"replace","path":"name.givenName","value":"Anna"}""",
            "name",
            """{"givenName":"Anna","familyName":"Bø"}"""
        ),
        Changes(Replace, "replace sets a boolean", """{"op":"replace","path":"active","value":false}""", "active", "false"),
        Emails(
            Replace,
            "replace of a multi-valued attribute replaces all of it",
            """{"op":"replace","path":"emails","value":[{"value":"o@x.org","type":"other"}]}""",
            "o@x.org other"
        ),
        Emails(
            Replace,
            "replace through a value path changes a sub-attribute of those that match",
            """{"op":"replace","path":"emails[type eq \"work\"].value","value":"n@x.org"}""",
            "n@x.org work primary",
            "h@x.org home"
        ),
        Emails(
            Replace,
            "replace through a value path replaces the elements that match",
            """{"op":"replace","path":"emails[type eq \"home\"]","value":{"value":"n@x.org","type":"other"} }""",
            "w@x.org work primary",
            "n@x.org other"
        ),
        Extension(
            Replace,
            "replace reaches an extension by its URN",
            $$"""{"op":"replace","path":"{{Bodies.Enterprise}}:department","value":"Sales"}""",
            """{"department":"Sales"}"""
        ),

        new("7644 §3.5.2", "Operations are applied one after the other", async server =>
        {
            string id = await server.UserAsync("ana@x.org", Before);
            (await server.PatchAsync(
                $"Users/{id}",
                """{"op":"add","path":"title","value":"CTO"}""",
                """{"op":"remove","path":"emails"}""",
                """{"op":"add","path":"emails","value":[{"value":"n@x.org","type":"work"}]}""",
                """{"op":"replace","path":"emails[type eq \"work\"].value","value":"m@x.org"}""")).IsPatched();
            var stored = await server.StoredAsync("Users", id);
            Assert.Equal("CTO", stored.At("title"));
            Assert.Equal(["m@x.org work"], Told(stored));
        }),
        new("7644 §3.5.2", "A PATCH is answered with what was stored", async server =>
        {
            string id = await server.UserAsync("ana@x.org", Before);
            var patched = (
                await server.PatchAsync($"Users/{id}", """{"op":"replace","path":"name.givenName","value":"Anna"}""")
            ).IsPatched();
            var seen = patched.Status == 200 ? patched : (await server.GetAsync($"Users/{id}")).Is(200);
            Assert.Equal(("Anna", "Bø"), (seen.Json.At("name", "givenName"), seen.Json.At("name", "familyName")));
        }),
        new("7644 §3.5.2", "A PATCH moves meta.lastModified, and one that changes nothing does not", async server =>
        {
            string id = await server.UserAsync("ana@x.org", Before);
            (await server.PatchAsync($"Users/{id}", """{"op":"add","path":"title","value":"CTO"}""")).IsPatched();
            string? first = (await server.StoredAsync("Users", id)).At("meta", "lastModified");
            (await server.PatchAsync($"Users/{id}", """{"op":"add","path":"title","value":"CTO"}""")).IsPatched();
            var stored = await server.StoredAsync("Users", id);
            Assert.Equal(first, stored.At("meta", "lastModified"));
            Assert.NotEqual(stored.At("meta", "created"), first);
        }),
    ];

    /// <summary>An operation on the user leaves an attribute with this value.</summary>
    private static Rule Changes(string section, string sentence, string operation, string attribute, string? value) => new(
        section,
        sentence,
        async server =>
        {
            string id = await server.UserAsync("ana@x.org", Before);
            (await server.PatchAsync($"Users/{id}", operation)).IsPatched();
            var stored = await server.StoredAsync("Users", id);
            if (value is null)
                Assert.Null(stored[attribute]);
            else
                Bodies.Same(value, stored[attribute]);
            Assert.Equal("ana@x.org", stored.At("userName"));
        }
    );

    private static Rule Emails(string section, string sentence, string operation, params string[] emails) => new(
        section,
        sentence,
        async server =>
        {
            string id = await server.UserAsync("ana@x.org", Before);
            (await server.PatchAsync($"Users/{id}", operation)).IsPatched();
            Assert.Equal(emails, Told(await server.StoredAsync("Users", id)));
        }
    );

    private static Rule Extension(string section, string sentence, string operation, string? value) => new(
        section,
        sentence,
        async server =>
        {
            string id = await server.StoreAsync("Users", Json.Employee("ana@x.org", """{"department":"R&D"}"""));
            (await server.PatchAsync($"Users/{id}", operation)).IsPatched();
            var stored = await server.StoredAsync("Users", id);
            if (value is null)
                Assert.True(stored[Bodies.Enterprise] is not JsonObject { Count: > 0 });
            else
                Bodies.Same(value, stored[Bodies.Enterprise]);
        }
    );

    private static IEnumerable<string> Told(JsonObject user) => user["emails"] is null ? [] : user["emails"].Objects()
        .Select(email => string.Join(' ', new[] {
            email.At("value"),
            email.At("type"),
            email.At("primary") == "true" ? "primary" : null,
            email.At("display"),
        }.Where(word => word is not null)));
}
