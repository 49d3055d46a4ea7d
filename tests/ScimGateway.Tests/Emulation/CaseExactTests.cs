using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Emulation;

/// <summary>A target that compares by case what RFC 7643 does not: look-ups find whom it has in another case.</summary>
public sealed class CaseExactTests
{
    private const string Can = "can: { filters: { caseExact: true } }";

    private static readonly JsonNode[] Users = [.. new[]
    {
        """{"id":"1","userName":"ana@x.org","externalId":"e-1","emails":[{"value":"ana@mail.org","type":"work"}],"active":true}""",
        """{"id":"2","userName":"BOB@x.org","externalId":"E-2","emails":[{"value":"Bob@Mail.org","type":"work"}],"active":true}""",
        """{"id":"3","userName":"Cy@x.org","active":false}""",
    }.Select(text => JsonNode.Parse(text)!)];

    // the client's filter | whom it finds | what the target is asked
    [Theory]
    [InlineData("userName eq \"ana@x.org\"", "1", "ana@x.org")]
    [InlineData("userName eq \"Ana@X.org\"", "1", "Ana@X.org, ana@x.org")]
    [InlineData("userName eq \"bob@x.org\"", "2", "bob@x.org, list")]
    [InlineData("userName eq \"Bob@x.org\"", "2", "Bob@x.org, bob@x.org, list")]
    [InlineData("userName eq \"nobody\"", "", "nobody, list")]
    [InlineData("emails.value eq \"ANA@mail.org\"", "1", "ANA@mail.org, ana@mail.org")]
    [InlineData("emails.value eq \"bob@mail.org\"", "2", "bob@mail.org, list")]
    [InlineData("emails[value eq \"bob@mail.org\"]", "2", "list")] // it has no value paths
    [InlineData("externalId eq \"e-2\"", "", "e-2")] // caseExact is true
    [InlineData("userName sw \"ANA\"", "", "ANA")] // no look-up
    public async Task A_look_up_that_finds_nobody_is_asked_in_lower_case_and_then_of_the_list(
        string filter,
        string found,
        string asked
    )
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $"target({{ {Can}, User: {{}} }});",
            more: TestGateway.EachCallAlone
        );

        foreach (string more in new[] { "", "&cursor=", "&count=5" })
        {
            int before = target.Requests.Count;
            var list = (await gateway.GetAsync(Bodies.Query("Users", filter) + more)).Json!;

            Assert.Equal(found, string.Join(' ', list["Resources"]!.AsArray().Select(user => user.At("id"))));
            if (more != "&cursor=") Assert.Equal(found.Length, int.Parse(list.At("totalResults")!));
            Assert.Equal(asked, string.Join(", ", target.Requests.Skip(before).Select(Asked)));
        }
    }

    [Fact]
    public async Task What_else_the_filter_asks_is_still_asked()
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $"target({{ {Can}, User: {{}} }});",
            more: TestGateway.EachCallAlone
        );

        Assert.Equal("0", (await gateway.GetAsync(Bodies.Query("Users", "userName eq \"cy@x.org\" and active eq true"))).Json.At(
            "totalResults"
        ));
        Assert.Equal("1", (await gateway.GetAsync(Bodies.Query("Users", "userName eq \"cy@x.org\" and active eq false"))).Json.At(
            "totalResults"
        ));
    }

    [Fact]
    public async Task Without_it_what_the_target_says_is_taken_and_the_scan_has_its_bound()
    {
        await using var target = await TargetAsync();
        await using var plain = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);
        await using var bounded = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { filters: { caseExact: true }, pageSize: 1 }, User: {} });",
            more: TestGateway.EachCallAlone,
            top: "limits: { scanResources: 2 }"
        );

        Assert.Equal("0", (await plain.GetAsync(Bodies.Query("Users", "userName eq \"bob@x.org\""))).Json.At("totalResults"));
        (await bounded.GetAsync(Bodies.Query("Users", "userName eq \"cy@x.org\""))).IsScimError(400, "tooMany");
    }

    [Theory]
    [InlineData("ANA@x.org", "1")]
    [InlineData("bob@x.org", "2")]
    public async Task Who_is_created_in_another_case_is_adopted(string userName, string id)
    {
        await using var target = await TargetAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $"target({{ {Can}, create: {{ adopt: 'userName' }}, User: {{}} }});",
            more: TestGateway.EachCallAlone
        );

        var answer = await gateway.PostAsync(
            "Users",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{userName}}","title":"x"}"""
        );

        Assert.Equal((201, id), (answer.Status, answer.Json.At("id")));
        Assert.Contains(target.Requests, request => request.Method is "PUT" or "PATCH" && request.PathAndQuery == $"/Users/{id}");
    }

    private static string Asked(TargetRequest request) =>
        Uri.UnescapeDataString(request.PathAndQuery).Split('"') is [_, var value, ..] ? value : "list";

    // Compares userName and addresses by case, as scimmy does; a create of whom it has in any case is 409.
    private static Task<FakeTarget> TargetAsync() => FakeTarget.StartAsync((context, request) =>
    {
        string query = context.Request.Query["filter"].ToString();
        string? one = request.PathAndQuery.Split('?')[0].Split('/') is [_, _, var id] ? id : null;
        if (request.Method == "POST") return context.AnswerAsync(409, """{"detail":"taken"}""");
        if (one is not null) return context.AnswerAsync(200, Users.Single(user => user.At("id") == one).ToJsonString());
        var found = Users.Where(user => Matches(user, query)).ToList();
        int start = Number(context.Request.Query["startIndex"], 1), count = Number(context.Request.Query["count"], 100);
        var page = found.Skip(start - 1).Take(count).Select(user => user.ToJsonString());
        return context.AnswerAsync(200, $$"""{"totalResults":{{found.Count}},"Resources":[{{string.Join(',', page)}}]}""");
    });

    private static int Number(string? text, int otherwise) => int.TryParse(text, out int number) ? number : otherwise;

    private static bool Matches(JsonNode user, string filter) => filter.Split(' ') switch
    {
        [""] => true,
        ["active", "eq", var active] => user.At("active") == active,
        ["emails.value" or "emails[value", "eq", var value] => user["emails"]?[0].At("value") == value.Trim('"', ']'),
        [var name, "eq", var value] => user.At(name) == value.Trim('"'),
        [var name, "sw", var value] => user.At(name)?.StartsWith(value.Trim('"'), StringComparison.Ordinal) == true,
        _ => throw new InvalidOperationException($"Nobody asks this: {filter}"),
    };
}

/// <summary>scimmy compares userName by case (ScimmyFixtureTests).</summary>
public sealed class CaseExactLifeTests(ScimmyFixture fixture) : ScimmyLife(
    fixture,
    "entra",
    "target({ can: { filters: { logical: true, caseExact: true } }, create: { adopt: 'userName' }, User: {}, Group: {} });"
)
{
    [Fact]
    public async Task A_user_is_found_and_adopted_in_any_case()
    {
        string id = await UserAsync("Ana@X.org");

        foreach (string userName in new[] { "Ana@X.org", "ana@x.org", "ANA@X.ORG" })
            Assert.Equal(
                id,
                (await Gateway.GetAsync(Bodies.Query("Users", $"userName eq \"{userName}\""))).Json!["Resources"]![0].At("id")
            );
        Assert.Equal(id, await UserAsync("ana@x.org"));
        Assert.Equal("0", (await Gateway.GetAsync(Bodies.Query("Users", "userName eq \"bob@x.org\""))).Json.At("totalResults"));
        await OnlyUserAsync();
    }
}
