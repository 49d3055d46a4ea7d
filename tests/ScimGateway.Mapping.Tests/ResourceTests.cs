using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests;

public class ResourceTests
{
    // rows | client | target | client again
    public static TheoryData<string, string, string, string?> BothWays => new()
    {
        {
            """map("title", "jobTitle")""",
            """{"userName":"a","title":"CTO","x":1}""",
            """{"userName":"a","jobTitle":"CTO","x":1}""",
            null
        },
        {
            """map("title", "nickName"), map("nickName", "title")""",
            """{"title":"t","nickName":"n"}""",
            """{"nickName":"t","title":"n"}""",
            null
        },
        {
            """map("title", peakon + ":Job Title")""",
            """{"title":"CTO","userName":"a"}""",
            $$$$"""{"userName":"a","{{{{Mappings.Peakon}}}}":{"Job Title":"CTO"}}""",
            """{"userName":"a","title":"CTO"}"""
        },
        {
            """map("name.givenName", "first"), map("name.familyName", "last")""",
            """{"name":{"givenName":"A","familyName":"B"}}""",
            """{"first":"A","last":"B"}""",
            null
        },
        {
            """map("name", "fullName")""",
            """{"name":{"givenName":"A"},"z":0}""",
            """{"fullName":{"givenName":"A"},"z":0}""",
            null
        },
        {
            """map("emails[type eq \"work\"].value", "mail")""",
            """{"emails":[{"type":"work","value":"w"},{"type":"home","value":"h"}]}""",
            """{"emails":[{"type":"home","value":"h"}],"mail":"w"}""",
            """{"emails":[{"type":"home","value":"h"},{"type":"work","value":"w"}]}"""
        },
        {
            """map("emails[type eq \"work\"].value", "mail")""",
            """{"emails":[{"type":"home","value":"h"}]}""",
            """{"emails":[{"type":"home","value":"h"}]}""",
            null
        },
        {
            """map("nickName", "phones[kind eq \"x\"].number")""",
            """{"nickName":"n"}""",
            """{"phones":[{"kind":"x","number":"n"}]}""",
            null
        },
        { """map("active", "enabled", { convert: "string" })""", """{"active":false}""", """{"enabled":"false"}""", null },
        {
            """map("active", "active", { convert: "boolean" })""",
            """{"active":"False"}""",
            """{"active":false}""",
            """{"active":false}"""
        },
        {
            """map("active", "state", { values: { "true": "on", "false": "off" } })""",
            """{"active":false}""",
            """{"state":"off"}""",
            null
        },
        {
            """map("emails", "mail", { convert: "first" })""",
            """{"emails":[{"value":"h"},{"value":"w","primary":true}]}""",
            """{"mail":"w"}""",
            """{"emails":[{"value":"w","primary":true}]}"""
        },
        {
            """map("urn:x:2.0:User:tags", "tags", { convert: "list:," })""",
            """{"urn:x:2.0:User":{"tags":["a","b"]}}""",
            """{"tags":"a,b"}""",
            null
        },
        {
            """map("urn:x:2.0:User:born", "born", { convert: "date" })""",
            """{"urn:x:2.0:User":{"born":"1990-01-02T03:04:05Z"}}""",
            """{"born":"1990-01-02"}""",
            """{"urn:x:2.0:User":{"born":"1990-01-02"}}"""
        },
        {
            """map("urn:x:2.0:User", "urn:y:2.0:User")""",
            """{"urn:x:2.0:User":{"a":1}}""",
            """{"urn:y:2.0:User":{"a":1}}""",
            null
        },
        {
            """map(enterprise + ":manager.value", peakon + ":Manager"), drop(enterprise + ":manager")""",
            $$$$"""{"{{{{Mappings.Enterprise}}}}":{"manager":{"value":"m","displayName":"M"}}}""",
            $$$$"""{"{{{{Mappings.Peakon}}}}":{"Manager":"m"}}""",
            $$$$"""{"{{{{Mappings.Enterprise}}}}":{"manager":{"value":"m"}}}"""
        },
        {
            """map("urn:x:2.0:User:n", "n", { write: function (v) { return v + 1; }, read: function (v) { return v - 1; } })""",
            """{"urn:x:2.0:User":{"n":41}}""",
            """{"n":42}""",
            null
        },
        {
            """map("title", "title", { default: "none" })""",
            """{"userName":"a"}""",
            """{"userName":"a","title":"none"}""",
            """{"userName":"a","title":"none"}"""
        },
        {
            """constant("source", "gateway")""",
            """{"userName":"a"}""",
            """{"userName":"a","source":"gateway"}""",
            """{"userName":"a"}"""
        },
        { """drop("phoneNumbers")""", """{"userName":"a","phoneNumbers":[]}""", """{"userName":"a"}""", """{"userName":"a"}""" },
        {
            """map("title", "jobTitle")""",
            """{"TITLE":"","zero":0,"no":false}""",
            """{"jobTitle":"","zero":0,"no":false}""",
            """{"title":"","zero":0,"no":false}"""
        },
        {
            """map("emails.value", "emails.addr")""",
            """{"emails":[{"value":"a","type":"work"},{"value":"b"}]}""",
            """{"emails":[{"addr":"a","type":"work"},{"addr":"b"}]}""",
            null
        },
        { """map("groups", "x")""", """{"groups":null}""", """{"x":null}""", null },
    };

    [Theory]
    [MemberData(nameof(BothWays))]
    public void A_resource_goes_there_and_back(string rows, string client, string target, string? again)
    {
        var mapping = Mappings.User(rows);
        var sent = mapping.ToTarget(Mappings.Json(client), ScimOperation.Create);
        Mappings.Same(target, sent);
        Mappings.Same(again ?? client, mapping.ToClient(sent));
    }

    [Fact]
    public void Schemas_follow_the_extension_objects_that_come_and_go()
    {
        var mapping = Mappings.User("""map(enterprise + ":department", peakon + ":Team")""");
        var sent = mapping.ToTarget(Mappings.Json(
            $$$$"""{"schemas":["core","{{{{Mappings.Enterprise}}}}"],"{{{{Mappings.Enterprise}}}}":{"department":"IT"}}"""
        ), ScimOperation.Create);
        Mappings.Same($$$$"""["core","{{{{Mappings.Peakon}}}}"]""", sent.Tree["schemas"]);
    }

    [Fact]
    public void A_row_holds_for_the_operations_it_names()
    {
        var mapping = Mappings.User("""map("password", "secret", { on: "create" }), map("title", "t", { readOnly: true })""");
        Mappings.Same(
            """{"secret":"s"}""",
            mapping.ToTarget(Mappings.Json("""{"password":"s","title":"x"}"""), ScimOperation.Create)
        );
        Mappings.Same("""{}""", mapping.ToTarget(Mappings.Json("""{"password":"s","title":"x"}"""), ScimOperation.Replace));
        Mappings.Same("""{"title":"x"}""", mapping.ToClient(Mappings.Target("""{"t":"x"}""")));
    }

    [Fact]
    public void Hooks_see_the_target_s_words()
    {
        var mapping = Mappings.Compile("""
            target({ User: { attributes: [ map("title", "job") ],
              toTarget: function (user, context) { user.job = user.job + "/" + context.operation; return user; },
              fromTarget: function (user) { user.job = user.job.split("/")[0]; return user; } } });
            """).At("/Users")!;
        var sent = mapping.ToTarget(Mappings.Json("""{"title":"CTO","list":[1,{"a":null}]}"""), ScimOperation.Replace);
        Mappings.Same("""{"job":"CTO/replace","list":[1,{"a":null}]}""", sent);
        Mappings.Same("""{"title":"CTO","list":[1,{"a":null}]}""", mapping.ToClient(sent));
    }

    [Theory]
    [InlineData("""{ convert: "boolean" }""", "could not convert urn:x:2.0:User:a: it is no boolean.")]
    [InlineData("""{ convert: "date" }""", "expected a date such as 2026-01-31")]
    [InlineData(
        """{ write: function (v) { throw new Error("no " + v); }, read: false }""",
        "its write function threw an error ("
    )]
    [InlineData("""{ write: function (v) { return v.nothing.here; }, read: false }""", "its write function threw an error (")]
    [InlineData(
        """{ write: function (v) { return function () {}; }, read: false }""",
        "gave a Function, which is no JSON value."
    )]
    public void A_value_that_a_row_cannot_take_is_the_client_s_fault(string options, string sentence)
    {
        var mapping = Mappings.User($"""map("urn:x:2.0:User:a", "a", {options})""");
        var fault = Assert.Throws<ScimException>(() =>
            mapping.ToTarget(Mappings.Json("""{"urn:x:2.0:User":{"a":"s3cret"}}"""), ScimOperation.Create));
        Assert.Equal((400, ScimType.InvalidValue), (fault.Status, fault.Type));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("The mapping 'acme' (mapping.js line 2) ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_type_shows_the_company_s_own_attributes_whose_type_the_rows_tell()
    {
        var type = Mappings.User("""map("urn:acme:2.0:User:birthday", "born", { convert: "date" }), map("urn:acme:2.0:User:any", "any"), map("urn:acme:2.0:User:grade", "grade", { convert: "integer" })""").Type;
        var own = Assert.Single(type.Extensions, extension => extension.Id == "urn:acme:2.0:User");
        Assert.Equal(["birthday", "grade"], own.Attributes.Select(attribute => attribute.Name));
        Assert.Contains(type.Extensions, extension => extension.Id == Mappings.Enterprise);
    }

    [Fact]
    public void Eight_threads_get_whole_resources()
    {
        var mapping = Mappings.User("""map("title", peakon + ":Job Title"), map("nickName", "nick", { write: function (v) { return "<" + v + ">"; }, read: function (v) { return v.substring(1, v.length - 1); } })""");
        Parallel.For(0, 4_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var sent = mapping.ToTarget(new JsonObject
            {
                ["userName"] = $"u{i}",
                ["title"] = $"t{i}",
                ["nickName"] = $"n{i}",
            }, ScimOperation.Create);
            Assert.Equal(
                $$$$"""{"userName":"u{{{{i}}}}","nick":"<n{{{{i}}}}>","{{{{Mappings.Peakon}}}}":{"Job Title":"t{{{{i}}}}"}}""",
                System.Text.RegularExpressions.Regex.Unescape(sent.Tree.ToJsonString())
            );
            Mappings.Same(
                $$$$"""{"userName":"u{{{{i}}}}","nickName":"n{{{{i}}}}","title":"t{{{{i}}}}"}""",
                mapping.ToClient(sent)
            );
        });
    }
}
