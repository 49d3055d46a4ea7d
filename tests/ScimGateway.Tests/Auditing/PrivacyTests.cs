using System.Text;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Auditing;

/// <summary>What people and machines are called, what they say and what they are secured with stands in no log and no
/// record.</summary>
public sealed class PrivacyTests
{
    private const string Mapping = """
        target({
          can: { patch: false, filters: { operators: ["eq"], attributes: ["userName"] } },
          User: { attributes: [
            map("nickName", "nick", { write: function (v) { throw new Error("cannot write " + v); }, read: function (v) { return v; } }),
            map("title", "title", { write: function (v) { return v; }, read: function (v) { if (v !== "ok") throw new Error("cannot read " + v); return v; } })
          ] }
        });
        """;

    /// <summary>MARK becomes a word that is looked for afterwards; each line a method, a path and a body.</summary>
    private static readonly (string Method, string Path, string Body)[] Requests =
    [
        ("POST", "Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"MARK","name":{"givenName":"MARK"},"emails":[{"value":"MARK@x.org"}]}"""),
        ("POST", "Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u","MARK@x.org":1,"a MARK":2,"urn:x:2.0:User":{"of MARK":3}}"""),
        ("POST", "Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u","nickName":"MARK"}"""),
        ("POST", "Users", """{"schemas":["urn:MARK"],"userName":"u"}"""),
        ("POST", "Users", "MARK"),
        ("POST", "Users", """{"userName":"MARK" """),
        ("POST", "MARK", "{}"),
        ("PUT", "Users/1", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"MARK","userName":"MARK"}"""),
        ("PATCH", "Users/1", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"emails[value eq \"MARK\"].value","value":"MARK"}]}"""),
        ("PATCH", "Users/1", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"emails[value eq \"MARK\"].value":"MARK"}}]}"""),
        ("PATCH", "Users/1", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"MARK","path":"MARK@[","value":"MARK"}]}"""),
        ("GET", "Users?filter=userName%20eq%20%22MARK%22&MARK=MARK", ""),
        ("GET", "Users?filter=emails.value%20co%20%22MARK%22", ""),
        ("GET", "Users?filter=MARK", ""),
        ("GET", "Users?attributes=MARK&sortBy=MARK&count=MARK", ""),
        ("GET", "Users/1/MARK", ""),
        ("GET", "MARK/Users/1", ""),
        ("MARK", "Users", ""),
        ("DELETE", "Users/1", ""),
    ];

    private static readonly (int Status, string Body, string MediaType)[] Answers =
    [
        (
            200,
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"MARK","title":"ok"}""",
            "application/scim+json"
        ),
        (200, """{"id":"1","userName":"MARK","title":"MARK"}""", "application/scim+json"),
        (400, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"invalidValue","detail":"MARK@x.org is bad"}""", "application/scim+json"),
        (500, "<html>MARK</html>", "text/html"),
        (200, "MARK", "text/MARK"),
        (200, """{"totalResults":1,"Resources":[{"id":"1","userName":"MARK","title":"MARK"}]}""", "application/scim+json"),
        (302, "MARK", "text/plain"),
    ];

    [Fact]
    public async Task Nothing_that_a_client_or_a_target_says_stands_in_a_log_line_or_a_record()
    {
        string mark = "mk" + Guid.NewGuid().ToString("N");
        int next = 0;
        await using var target = await FakeTarget.StartAsync((context, _) =>
        {
            var (status, body, mediaType) = Answers[Interlocked.Increment(ref next) % Answers.Length];
            context.Response.Headers["Location"] = "https://x/" + mark;
            context.Response.Headers["X-Said"] = mark;
            return context.AnswerAsync(
                status,
                body.Replace("MARK", mark, StringComparison.Ordinal),
                mediaType.Replace("MARK", mark, StringComparison.Ordinal)
            );
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping, profile: "entra");

        int sent = 0;
        foreach (var asked in Requests)
            for (int round = 0; round < Answers.Length; round++, sent++)
                await SendAsync(gateway, asked, mark, round);
        foreach (string token in new[] { mark, mark + " " + mark, "" })
        {
            using var stranger = gateway.NewClient(null);
            stranger.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + token);
            using var refused = await stranger.GetAsync("Users/1");
            sent++;
        }

        var records = await gateway.StopAndReadAuditAsync();
        string trail = string.Join('\n', records.Select(record => record.ToJsonString()));
        string log = string.Join('\n', gateway.LogLines);

        Assert.Equal(sent, records.Count);
        Assert.All([trail, log], text =>
        {
            Assert.DoesNotContain(mark, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(TestGateway.Token, text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-of-the-target", text, StringComparison.Ordinal);
        });
        Assert.Contains("\"attributes\":[\"userName\",\"(other)\"]", trail, StringComparison.Ordinal);
        Assert.Contains("\"status\":401", trail, StringComparison.Ordinal);
    }

    private static async Task SendAsync(
        TestGateway gateway,
        (string Method, string Path, string Body) asked,
        string mark,
        int round
    )
    {
        string Marked(string text) => text.Replace("MARK", mark, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(Marked(asked.Method)), Marked(asked.Path));
        foreach (string header in new[] {
            "User-Agent",
            "Cookie",
            "X-Correlation-Id",
            "Referer",
            "If-Match",
            "X-Forwarded-For",
            "Traceparent",
        })
            request.Headers.TryAddWithoutValidation(header, mark);
        string mediaType = round == 1 ? "text/" + mark : "application/scim+json";
        if (asked.Body.Length > 0) request.Content = new StringContent(Marked(asked.Body), Encoding.UTF8, mediaType);
        using var response = await gateway.Client.SendAsync(request);
        await response.Content.ReadAsStringAsync();
    }
}
