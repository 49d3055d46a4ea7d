using System.Text;
using ScimGateway.Tests.Fixtures;
using WireMock.ResponseBuilders;
using static ScimGateway.Tests.Fixtures.RawHttp;
using static ScimGateway.Tests.Fixtures.Reply;

namespace ScimGateway.Tests.Road;

/// <summary>Whatever a target answers to a read leaves as an RFC 7644 section 3.12 error that says whose fault it is.</summary>
public sealed class TargetFaultTests(FaultyRoad road) : IClassFixture<FaultyRoad>
{
    private const string Error = "urn:ietf:params:scim:api:messages:2.0:Error";

    private const string Broken = "The target 'app' broke off the connection before its answer was complete.";

    // what the target answers | status | scimType | in the detail
    public static TheoryData<string, IResponseBuilder, int, string?, string> Table => new()
    {
        {
            "HTML with 200",
            With(200, "<html>Welcome</html>", "text/html"),
            502,
            null,
            "The target 'app' answered with success, but not with JSON (text/html)."
        },
        { "text with 200", With(200, "fine", "text/plain; charset=utf-8"), 502, null, "not with JSON (text/plain)" },
        { "text that says JSON", With(200, "fine"), 502, null, "not with JSON (application/scim+json)" },
        { "nothing with 200", With(200), 502, null, "The target 'app' answered a read without a resource." },
        { "blanks with 200", With(200, " \r\n "), 502, null, "answered a read without a resource" },
        { "an array", With(200, "[]"), 502, null, "answered a read without a resource" },
        { "a string", With(200, "\"ok\""), 502, null, "answered a read without a resource" },
        { "null", With(200, "null"), 502, null, "answered a read without a resource" },
        {
            "an id that is an object",
            With(200, """{"id":{"a":1},"userName":"ana"}"""),
            502,
            null,
            "The target 'app' answered with a User whose id is no string."
        },
        {
            "an id that is empty",
            With(200, """{"id":"","userName":"ana"}"""),
            502,
            null,
            "answered with a User whose id is no string"
        },
        {
            "half a JSON object",
            With(200, """{"id":"""),
            502,
            null,
            "with JSON that cannot be used. The body is not valid JSON: line 1, byte"
        },
        {
            "duplicate members",
            With(200, """{"id":"1","userName":"a","userName":"b"}"""),
            502,
            null,
            "with JSON that cannot be used. The body is not valid JSON"
        },
        {
            "a lone surrogate",
            With(200, """{"id":"1","userName":"\ud800"}"""),
            502,
            null,
            "with JSON that cannot be used. The body has a lone surrogate"
        },
        {
            "invalid UTF-8",
            With(200, [.. "{\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8]),
            502,
            null,
            "with JSON that cannot be used. The body is not valid UTF-8."
        },
        { "204 to a read", With(204), 502, null, "answered a read without a resource" },
        {
            "UTF-16",
            With(200, Encoding.BigEndianUnicode.GetBytes("{\"id\":\"1\"}"), "application/json; charset=utf-16"),
            502,
            null,
            "The target 'app' answered with success, but not with JSON"
        },
        { "a cut body", Cut(), 502, null, Broken },
        { "304", With(304), 502, null, "The target 'app' answered with HTTP 304" },
        {
            "too large, in chunks",
            With(200, new string(' ', FaultyRoad.AnswerBytes + 1)),
            502,
            null,
            "is larger than 4096 bytes"
        },
        { "endless", Endless(), 502, null, "is larger than 4096 bytes" },
        { "empty", Faulty(FaultType.EMPTY_RESPONSE), 502, null, "answered a read without a resource" },
        { "garbage after half of it", Faulty(FaultType.MALFORMED_RESPONSE_CHUNK), 502, null, "with JSON that cannot be used" },
        { "a reset", Reset(), 502, null, Broken },
        { "deep nesting", With(200, new string('[', 500) + new string(']', 500)), 502, null, "with JSON that cannot be used" },
        {
            "gzip that is none",
            With(200, "{}", headers: ("Content-Encoding", "gzip")),
            502,
            null,
            "The target 'app' answered with"
        },
        {
            "gzip cut short",
            With(200, Compressed("""{"id":"1","userName":"ana"}""", Gzip)[..20], headers: ("Content-Encoding", "gzip")),
            502,
            null,
            "The target 'app'"
        },
        {
            "gzip cut in the middle",
            With(200, Compressed("""{"id":"1","userName":"ana"}""", Gzip)[..^9], headers: ("Content-Encoding", "gzip")),
            502,
            null,
            "The target 'app' answered with a body that is not what its Content-Encoding says, or ends early."
        },
        {
            "gzip of nothing but its head",
            With(200, Compressed("""{"id":"1","userName":"ana"}""", Gzip)[..10], headers: ("Content-Encoding", "gzip")),
            502,
            null,
            "The target 'app' answered with a body that is not what its Content-Encoding says, or ends early."
        },
        {
            "br that is none",
            With(200, "garbage", headers: ("Content-Encoding", "br")),
            502,
            null,
            "The target 'app' answered with a body that is not what its Content-Encoding says, or ends early."
        },
        {
            "br cut short",
            With(200, Compressed("""{"id":"1","userName":"ana"}""", Brotli)[..8], headers: ("Content-Encoding", "br")),
            502,
            null,
            "The target 'app' answered with a body that is not what its Content-Encoding says, or ends early."
        },
        {
            "three codings",
            With(200, "{}", headers: ("Content-Encoding", "gzip, gzip, gzip")),
            502,
            null,
            "The target 'app' answered with a body that is not what its Content-Encoding says, or ends early."
        },
        {
            "thousands of codings",
            With(200, "{}", headers: ("Content-Encoding", string.Join(",", Enumerable.Repeat("gzip", 6000)))),
            502,
            null,
            "The target 'app' answered with a body that is not what its Content-Encoding says, or ends early."
        },
        {
            "too large, packed small",
            With(200, Compressed(new string(' ', 5_000_000), Gzip)[..], headers: ("Content-Encoding", "gzip")),
            502,
            null,
            "The answer of the target 'app' is larger than 4096 bytes"
        },
        {
            "an error too large to read",
            With(404, new string('x', FaultyRoad.AnswerBytes + 1), "text/html"),
            404,
            null,
            "The target 'app' has no such resource."
        },
        {
            "301",
            With(301, "<html>", "text/html", ("Location", "http://127.0.0.1:1/")),
            502,
            null,
            "The target 'app' answered with a redirect (HTTP 301), which is never followed."
        },
        { "308", With(308), 502, null, "a redirect (HTTP 308)" },
        { "600", With(600), 502, null, "The target 'app' answered with HTTP 600, which the gateway does not know." },
        { "999", With(999), 502, null, "HTTP 999" },
        {
            "401",
            With(401, """{"detail":"Token expired"}""", headers: ("WWW-Authenticate", "Bearer")),
            502,
            null,
            "The target 'app' refused the gateway's credentials (HTTP 401); the gateway's operator must renew them."
        },
        { "403", With(403), 502, null, "The target 'app' refused the gateway's credentials (HTTP 403)" },
        { "401 that a rule makes 404", With(401, "Group does not exist", "text/plain"), 404, null, "Group does not exist" },
        {
            "401 that a rule makes 404, in HTML",
            With(401, "<p>Group does not exist</p>", "text/html"),
            404,
            null,
            "The target 'app' has no such resource."
        },
        {
            "410 that a rule makes 409",
            With(410, "<p>taken</p>", "text/html"),
            409,
            "uniqueness",
            "The target 'app' has a resource with these unique values already."
        },
        { "407", With(407), 502, null, "A proxy before the target 'app' refused the gateway (HTTP 407)." },
        { "400 with a scimType", With(
            400,
            $$"""{"schemas":["{{Error}}"],"status":"400","scimType":"invalidValue","detail":"title is too long"}"""
        ), 400, "invalidValue", "title is too long" },
        {
            "400 with a scimType and no words",
            With(400, """{"scimType":"invalidValue"}"""),
            400,
            "invalidValue",
            "The target 'app' answered HTTP 400 without an explanation."
        },
        { "400 with an unknown scimType", With(400, """{"scimType":"badThing","detail":"No."}"""), 400, null, "No." },
        {
            "400 with a message",
            With(400, """{"message":"Team is unknown"}""", "application/json"),
            400,
            null,
            "Team is unknown"
        },
        {
            "400 with errors of SCIM 1.1",
            With(400, """{"Errors":[{"description":"No such attribute","code":"400"}]}""", "application/json"),
            400,
            null,
            "No such attribute"
        },
        {
            "400 with other JSON",
            With(400, """{"a":{"b":[1,2]}}""", "application/json"),
            400,
            null,
            "The target 'app' answered HTTP 400 without an explanation."
        },
        {
            "400 with JSON in its detail",
            With(400, """{"detail":"{\"code\":7}"}""", "application/json"),
            400,
            null,
            "The target 'app' answered HTTP 400 without an explanation."
        },
        {
            "400 with HTML",
            With(400, "<html>No</html>", "text/html"),
            400,
            null,
            "The target 'app' answered HTTP 400 with a non-JSON error (text/html)."
        },
        { "400 with half of JSON", With(400, "{\"detail\":", "text/plain"), 400, null, "with a non-JSON error (text/plain)" },
        { "400 with a BOM", With(400, "\uFEFF{\"detail\":\"Too short\"}"), 400, null, "Too short" },
        {
            "400 packed",
            With(400, Compressed("""{"detail":"Too short"}""", Gzip), headers: ("Content-Encoding", "gzip")),
            400,
            null,
            "Too short"
        },
        {
            "400 that a rule knows",
            With(400, """{"message":"User already exists"}""", "application/json"),
            409,
            "uniqueness",
            "User already exists"
        },
        { "422 that a rule knows", With(422, """{"message":"Bad date"}""", "application/json"), 400, "invalidValue", "Bad date" },
        {
            "404 with a scimType that is not its own",
            With(404, $$"""{"schemas":["{{Error}}"],"status":"404","scimType":"invalidSyntax","detail":"Gone"}"""),
            404,
            null,
            "Gone"
        },
        { "404 with nothing", With(404), 404, null, "The target 'app' has no such resource." },
        {
            "409 with a number for its status",
            With(409, $$"""{"schemas":["{{Error}}"],"status":409,"detail":"exists"}"""),
            409,
            "uniqueness",
            "exists"
        },
        { "409 with text", With(409, "duplicate\r\n  at Vendor.Users.Get()", "text/plain"), 409, "uniqueness", "duplicate" },
        {
            "400 with a list of texts",
            With(400, """["too long","too short"]""", "application/json"),
            400,
            null,
            "too long; too short"
        },
        {
            "400 by the names of attributes",
            With(400, """{"errors":{"email":["has already been taken"]}}""", "application/json"),
            400,
            null,
            "email has already been taken"
        },
        { "412", With(412), 412, null, "The target 'app' answered HTTP 412 without an explanation." },
        { "418", With(418, "short and stout", "text/plain"), 418, null, "short and stout" },
        { "429", With(429), 429, null, "The target 'app' takes no more requests for now." },
        {
            "500 with a stack",
            With(500, "at Vendor.Users.Get() in C:\\src\\Users.cs", "text/plain"),
            500,
            null,
            "The target 'app' answered HTTP 500 with a non-JSON error (text/plain)."
        },
        {
            "500 that lies about its status",
            With(500, $$"""{"schemas":["{{Error}}"],"status":"404","detail":"Oops"}"""),
            500,
            null,
            "Oops"
        },
        { "501", With(501), 501, null, "The target 'app' answered HTTP 501" },
        {
            "502 with HTML",
            With(502, "<html>Bad gateway</html>", "text/html"),
            502,
            null,
            "The target 'app' answered HTTP 502 with a non-JSON error (text/html)."
        },
        { "503", With(503), 503, null, "The target 'app' answered HTTP 503" },
        { "504", With(504), 504, null, "The target 'app' answered HTTP 504" },
    };

    // the same for what no HTTP server sends: bytes on the wire
    public static TheoryData<string, byte[], int, string?, string> Wire => new()
    {
        {
            "a cut error",
            Bytes("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"detail\":"),
            502,
            null,
            Broken
        },
        { "a cut chunk", Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"id\":\"1\""), 502, null, Broken },
        {
            "chunks without the last",
            Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"id\":\"1\"}\r\n"),
            502,
            null,
            Broken
        },
        {
            "a chunk of no size",
            Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{\"id\":\"1\"}\r\n0\r\n\r\n"),
            502,
            null,
            "The target 'app' answered with"
        },
        { "half a head", Bytes("HTTP/1.1 200 OK\r\nContent-Ty"), 502, null, Broken },
        { "no answer", Bytes(""), 502, null, Broken },
        { "another protocol", Bytes("SSH-2.0-OpenSSH_9.2p1\r\n"), 502, null, "The target 'app' answered with what is no HTTP" },
        {
            "endless headers",
            Bytes("HTTP/1.1 200 OK\r\nX-Long: " + new string('x', 200_000) + "\r\n\r\n"),
            502,
            null,
            "with headers past every measure"
        },
        {
            "too large, to the end of the connection",
            Bytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + new string(' ', FaultyRoad.AnswerBytes + 1)),
            502,
            null,
            "is larger than 4096 bytes"
        },
        {
            "too large, announced",
            Answer("200 OK", new string(' ', FaultyRoad.AnswerBytes + 1)),
            502,
            null,
            "The answer of the target 'app' is larger than 4096 bytes (limits.answerBytes)."
        },
        {
            "101",
            Bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
            502,
            null,
            "HTTP 101, which the gateway does not know"
        },
    };

    [Theory]
    [InlineData("""{"users":[]}""")]
    [InlineData("""{"Resources":["ana"]}""")]
    public async Task A_list_that_is_none_has_its_reason_on_the_line(string body)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, body);
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = (await gateway.GetAsync("Users")).IsScimError(502);
        string line = Assert.Single(await gateway.LogOfAsync(answer));
        Assert.StartsWith("Warning ", line, StringComparison.Ordinal);
        Assert.Contains(" at app: 502 (unusable answer) in ", line, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_target_that_fails_is_named_and_the_gateway_goes_on(
        string what,
        IResponseBuilder reply,
        int status,
        string? scimType,
        string detail
    )
    {
        Assert.NotEmpty(what);
        await IsToldAsync(road.Gateway, await road.ReadAsync(reply), status, scimType, detail);
    }

    [Theory]
    [MemberData(nameof(Wire))]
    public async Task A_target_that_speaks_broken_HTTP_is_named_and_the_gateway_goes_on(
        string what,
        byte[] bytes,
        int status,
        string? scimType,
        string detail
    )
    {
        Assert.NotEmpty(what);
        await IsToldAsync(road.RawGateway, await road.ReadAsync(bytes), status, scimType, detail);
    }

    private static async Task IsToldAsync(TestGateway gateway, Answer answer, int status, string? scimType, string detail)
    {
        answer.IsScimError(status, scimType);
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain('{', answer.Detail!);
        Assert.DoesNotContain('<', answer.Detail!);
        Assert.Equal("application/scim+json", answer.MediaType);
        Assert.False(answer.Response.Headers.Contains("WWW-Authenticate"));
        string line = Assert.Single(await gateway.LogOfAsync(answer));
        // What the operator must mend is a warning and has its reason on the line.
        Assert.StartsWith((status >= 500 ? "Warning" : "Information") + " test read User ", line, StringComparison.Ordinal);
        Assert.Matches(status >= 500 ? $@": {status} \(\w[\w ]+\) in " : $": {status} in ", line);
    }

    // what the target answers | Retry-After of the gateway
    [Theory]
    [InlineData(429, "30", "30")]
    [InlineData(503, "120", "120")]
    [InlineData(429, "Wed, 21 Oct 2026 07:28:00 GMT", "30")] // the clock's first second is 07:27:30
    [InlineData(503, "Wed, 21 Oct 2026 07:28:00 GMT", "30")]
    [InlineData(429, "Wed, 21 Oct 2026 07:27:00 GMT", "0")]
    [InlineData(429, "1.5", "2")]
    [InlineData(429, "soon", "1")]
    [InlineData(429, "99999999999999999999", "1")]
    [InlineData(429, null, "1")]
    [InlineData(503, "soon", null)]
    [InlineData(503, null, null)]
    public async Task Retry_After_comes_out_as_whole_seconds(int status, string? said, string? seconds)
    {
        var answer = (await road.ReadAsync(said is null ? With(status) : Later(status, said))).IsScimError(status);
        answer.Response.Headers.TryGetValues("Retry-After", out var values);
        Assert.Equal(seconds, values?.Single());
    }

    [Fact]
    public async Task A_long_sentence_of_the_target_is_cut_between_characters()
    {
        string words = new string('x', 499) + "😀" + new string('y', 400);
        var answer = (await road.ReadAsync(With(400, $$"""{"detail":"{{words}}"}"""))).IsScimError(400);
        Assert.Equal(new string('x', 499) + "…", answer.Detail);
    }

    [Fact]
    public async Task A_pattern_of_the_mapping_that_runs_wild_is_the_mappings_fault()
    {
        var answer = (await road.ReadAsync(With(400, new string('a', 40) + "!", "text/plain"))).IsScimError(500);
        Assert.Contains("The mapping 'mapping' is at fault, not the request", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(["Error", "Error"], (await road.Gateway.LogOfAsync(answer)).Select(line => line.Split(' ')[0]));
    }

    // what the target answers | userName for the client
    public static TheoryData<IResponseBuilder, string> Oddities => new()
    {
        { With(200, Compressed("""{"id":"1","userName":"ana"}""", Gzip), headers: ("Content-Encoding", "gzip")), "ana" },
        { With(200, Compressed("""{"id":"1","userName":"ana"}""", Brotli), headers: ("Content-Encoding", "br")), "ana" },
        { With(200, "\uFEFF{\"id\":\"1\",\"userName\":\"ana\"}"), "ana" },
        { With(200, """{"id":"1","userName":"ana"}""", "text/html"), "ana" },
        { With(200, """{"id":"1","userName":"\ud83d\ude00"}"""), "😀" },
        { With(203, """{"id":"1","userName":"ana"}"""), "ana" },
        { With(200, """{"id":"1","userName":"ana","urn:x:2.0:User":{"n":1e999,"m":123456789012345678901234567890}}"""), "ana" },
    };

    [Theory]
    [MemberData(nameof(Oddities))]
    public async Task An_odd_but_sound_answer_is_read(IResponseBuilder reply, string userName)
    {
        var answer = await road.ReadAsync(reply);
        Assert.Equal(200, answer.Status);
        Assert.Equal(userName, answer.Json!["userName"]!.GetValue<string>());
    }

    // HTTP that no server of today speaks by itself
    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n{\"id\":\"1\",\"userName\":\"ana\"}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n6\r\n{\"id\":\r\n14\r\n\"1\",\"userName\":\"ana\"\r\n1\r\n}\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 27\r\nConnection: close\r\n\r\n{\"id\":\"1\",\"userName\":\"ana\"}")]
    public async Task Old_and_rare_HTTP_is_read(string bytes)
    {
        var answer = await road.ReadAsync(Bytes(bytes));
        Assert.Equal((200, "ana"), (answer.Status, (string?)answer.Json!["userName"]));
    }

    [Fact]
    public async Task Huge_numbers_pass_as_they_are()
    {
        var answer = await road.ReadAsync(
            With(200, """{"id":"1","employeeNumber":1e400,"userName":"ana","x":1e999,"y":123456789012345678901234567890}""")
        );
        Assert.Contains("\"x\":1e999,\"y\":123456789012345678901234567890", answer.Text, StringComparison.Ordinal);
    }
}
