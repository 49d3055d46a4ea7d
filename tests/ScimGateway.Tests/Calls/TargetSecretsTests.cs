using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using ScimGateway.Calls;
using ScimGateway.Configuration;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Calls;

/// <summary>Whatever a target answers, the gateway's own credentials for it do not come back.</summary>
public sealed class TargetSecretsTests
{
    private const string Secret = """s3/cr+et"<&>'=%of-the-target""";

    /// <summary>By name, because the forms are no names of tests.</summary>
    private static readonly Dictionary<string, Func<string, string>> Forms = new()
    {
        ["plain"] = text => text,
        ["percent-encoded"] = Uri.EscapeDataString,
        ["percent-encoded, lower case"] = text =>
            Uri.EscapeDataString(text)
                .Replace("%2F", "%2f")
                .Replace("%2B", "%2b")
                .Replace("%3C", "%3c")
                .Replace("%3E", "%3e")
                .Replace("%3D", "%3d"),
        ["of a form"] = text => WebUtility.UrlEncode(text),
        ["in JSON"] = text => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text),
        ["in JSON, all escaped"] = text => JavaScriptEncoder.Default.Encode(text),
        ["in JSON, with slashes escaped"] = text =>
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text).Replace("/", "\\/", StringComparison.Ordinal),
        ["in HTML"] = text => HtmlEncoder.Default.Encode(text),
        ["in HTML of .NET"] = text => WebUtility.HtmlEncode(text),
        ["base64"] = text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('='),
        ["base64url"] = text => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)),
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_hidden_in_every_form(string form)
    {
        string given = Forms[form](Secret);
        TargetAuth[] ways = [
            new BearerAuth(new Secret(Secret)),
            new BasicAuth("scim", new Secret(Secret)),
            new HeaderAuth("X-Api-Key", new Secret("Token " + Secret)),
        ];
        Assert.All(ways, auth => Assert.Equal("<***> and ***", TargetSecrets.Of(auth).Hide($"<{given}> and {given}")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void So_are_the_user_and_the_password_together(string form) =>
        Assert.DoesNotContain(
            Forms[form]("scim:" + Secret),
            TargetSecrets.Of(new BasicAuth("scim", new Secret(Secret))).Hide("a " + Forms[form]("scim:" + Secret)),
            StringComparison.Ordinal
        );

    [Fact]
    public void What_holds_none_stays_the_same_object()
    {
        byte[] body = "a body without it"u8.ToArray();
        var hidden = TargetSecrets.Of(new BearerAuth(new Secret(Secret))).Hide(body.AsMemory());
        Assert.True(hidden.Span == body);
    }

    [Fact]
    public void A_short_secret_is_not_looked_for() =>
        Assert.Equal("a name", TargetSecrets.Of(new BearerAuth(new Secret("name"))).Hide("a name"));

    // where it comes back | status | body | media type | a header
    [Theory]
    [InlineData(
        "in a resource",
        200,
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"SECRET"}""",
        "application/json",
        null
    )]
    [InlineData("as the name of an attribute", 200, """{"id":"1","userName":"a","SECRET":"b"}""", "application/json", null)]
    [InlineData("in a sentence", 400, """{"detail":"SECRET is expired"}""", "application/json", null)]
    [InlineData("in a text", 400, "SECRET is expired", "text/plain", null)]
    [InlineData(
        "in an error in a success",
        200,
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"SECRET"}""",
        "application/json",
        null
    )]
    [InlineData("in a media type", 200, "x", "text/SECRET", null)]
    [InlineData("in the media type of an error", 500, "x", "text/SECRET", null)]
    [InlineData("in a version", 200, Reply.User, "application/json", "ETag: \"SECRET\"")]
    [InlineData("in broken JSON", 200, """{"SECRET":1,"SECRET":2}""", "application/json", null)]
    [InlineData("in a redirect", 302, "", "text/plain", "Location: https://SECRET/")]
    [InlineData(
        "in a challenge",
        401,
        """{"detail":"SECRET"}""",
        "application/json",
        "WWW-Authenticate: Bearer error=\"SECRET\""
    )]
    public async Task It_reaches_neither_client_nor_log_nor_record(
        string where,
        int status,
        string body,
        string mediaType,
        string? header
    )
    {
        Assert.NotEmpty(where);
        const string token = "secret-of-the-target";
        (string, string)[] headers = header is null
            ? []
            : [(header.Split(": ")[0], header.Split(": ")[1].Replace("SECRET", token, StringComparison.Ordinal))];
        await using var target = new FailingTarget(
            Reply.With(
                status,
                body.Replace("SECRET", token, StringComparison.Ordinal),
                mediaType.Replace("SECRET", token, StringComparison.Ordinal),
                headers
            ));
        await using var gateway = await TestGateway.StartAsync(target.Url, level: Microsoft.Extensions.Logging.LogLevel.Debug);

        var answer = await gateway.GetAsync("Users/1");
        var log = await gateway.LogOfAsync(answer);
        var records = await gateway.StopAndReadAuditAsync();

        string all = string.Join(
            '\n',
            [answer.Text, answer.Response.ToString(), .. log, .. records.Select(record => record.ToJsonString())]
        );
        Assert.DoesNotContain(token, all, StringComparison.OrdinalIgnoreCase);
        Assert.Single(target.Requests);
        Assert.Equal("Bearer " + token, target.Requests[0].Headers!["Authorization"].Single());
    }

    [Fact]
    public async Task A_secret_that_is_too_short_for_it_is_told_at_the_start()
    {
        await using var target = new FailingTarget(Reply.With(200, Reply.User));
        await using var gateway = await TestGateway.StartAsync(target.Url, targetToken: "short77");
        string line = await gateway.LogLineAsync("fewer than 8 characters");
        Assert.StartsWith("Warning targets.app.auth: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("short77", line, StringComparison.Ordinal);
    }
}
