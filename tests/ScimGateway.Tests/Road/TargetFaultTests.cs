using System.Text;
using ScimGateway.Tests.Fixtures;
using static ScimGateway.Tests.Fixtures.RawHttp;

namespace ScimGateway.Tests.Road;

/// <summary>Whatever a target answers to a read leaves as an RFC 7644 section 3.12 error that says whose fault it is.</summary>
public sealed class TargetFaultTests(FaultyRoad road) : IClassFixture<FaultyRoad>
{
    private const string Error = "urn:ietf:params:scim:api:messages:2.0:Error";

    private const string Broken = "The target 'app' broke off the connection before its answer was complete.";

    // what the target answers | status | scimType | in the detail
    public static TheoryData<string, byte[], int, string?, string> Table => new()
    {
        { "HTML with 200", Answer("200 OK", "<html>Welcome</html>", "text/html"), 502, null, "The target 'app' answered with success, but not with JSON (text/html)." },
        { "text with 200", Answer("200 OK", "fine", "text/plain; charset=utf-8"), 502, null, "not with JSON (text/plain)" },
        { "text that says JSON", Answer("200 OK", "fine"), 502, null, "not with JSON (application/scim+json)" },
        { "nothing with 200", Answer("200 OK"), 502, null, "The target 'app' answered a read without a resource." },
        { "blanks with 200", Answer("200 OK", " \r\n "), 502, null, "answered a read without a resource" },
        { "204 to a read", Bytes("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), 502, null, "answered a read without a resource" },
        { "an array", Answer("200 OK", "[]"), 502, null, "answered a read without a resource" },
        { "a string", Answer("200 OK", "\"ok\""), 502, null, "answered a read without a resource" },
        { "null", Answer("200 OK", "null"), 502, null, "answered a read without a resource" },
        { "an id that is an object", Answer("200 OK", """{"id":{"a":1},"userName":"ana"}"""), 502, null, "The target 'app' answered with a User whose id is no string." },
        { "an id that is empty", Answer("200 OK", """{"id":"","userName":"ana"}"""), 502, null, "answered with a User whose id is no string" },
        { "half a JSON object", Answer("200 OK", """{"id":"""), 502, null, "with JSON that cannot be used. The body is not valid JSON: line 1, byte" },
        { "duplicate members", Answer("200 OK", """{"id":"1","userName":"a","userName":"b"}"""), 502, null, "with JSON that cannot be used. The body is not valid JSON" },
        { "a lone surrogate", Answer("200 OK", """{"id":"1","userName":"\ud800"}"""), 502, null, "with JSON that cannot be used. The body has a lone surrogate" },
        { "invalid UTF-8", Answer("200 OK", [.. "{\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8]), 502, null, "with JSON that cannot be used. The body is not valid UTF-8." },
        { "UTF-16", Answer("200 OK", Encoding.BigEndianUnicode.GetBytes("{\"id\":\"1\"}"), "application/json; charset=utf-16"), 502, null, "The target 'app' answered with success, but not with JSON" },
        { "deep nesting", Answer("200 OK", new string('[', 500) + new string(']', 500)), 502, null, "with JSON that cannot be used" },
        { "a cut body", Bytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"id\":\"1\""), 502, null, Broken },
        { "a cut error", Bytes("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"detail\":"), 502, null, Broken },
        { "a cut chunk", Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"id\":\"1\""), 502, null, Broken },
        { "chunks without the last", Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"id\":\"1\"}\r\n"), 502, null, Broken },
        { "a chunk of no size", Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{\"id\":\"1\"}\r\n0\r\n\r\n"), 502, null, "The target 'app' answered with" },
        { "half a head", Bytes("HTTP/1.1 200 OK\r\nContent-Ty"), 502, null, Broken },
        { "no answer", Bytes(""), 502, null, Broken },
        { "another protocol", Bytes("SSH-2.0-OpenSSH_9.2p1\r\n"), 502, null, "The target 'app' answered with what is no HTTP" },
        { "endless headers", Bytes("HTTP/1.1 200 OK\r\nX-Long: " + new string('x', 200_000) + "\r\n\r\n"), 502, null, "with headers past every measure" },
        { "gzip that is none", Answer("200 OK", "{}", headers: "Content-Encoding: gzip\r\n"), 502, null, "The target 'app' answered with" },
        { "gzip cut short", Answer("200 OK", Compressed("""{"id":"1","userName":"ana"}""", Gzip)[..20], headers: "Content-Encoding: gzip\r\n"), 502, null, "The target 'app'" },
        { "too large, announced", Answer("200 OK", new string(' ', FaultyRoad.AnswerBytes + 1)), 502, null, "The answer of the target 'app' is larger than 4096 bytes (limits.answerBytes)." },
        { "too large, not announced", Bytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + new string(' ', FaultyRoad.AnswerBytes + 1)), 502, null, "is larger than 4096 bytes" },
        { "too large, packed small", Answer("200 OK", Compressed(new string(' ', 5_000_000), Gzip)[..], headers: "Content-Encoding: gzip\r\n"), 502, null, "The answer of the target 'app' is larger than 4096 bytes" },
        { "an error too large to read", Answer("404 Not Found", new string('x', FaultyRoad.AnswerBytes + 1), "text/html"), 404, null, "The target 'app' has no such resource." },
        { "301", Answer("301 Moved Permanently", "<html>", "text/html", "Location: http://127.0.0.1:1/\r\n"), 502, null, "The target 'app' answered with a redirect (HTTP 301), which is never followed." },
        { "308", Answer("308 Permanent Redirect"), 502, null, "a redirect (HTTP 308)" },
        { "304", Bytes("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"), 502, null, "The target 'app' answered with HTTP 304" },
        { "101", Bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"), 502, null, "HTTP 101, which the gateway does not know" },
        { "600", Answer("600 Odd"), 502, null, "The target 'app' answered with HTTP 600, which the gateway does not know." },
        { "999", Answer("999 Odder"), 502, null, "HTTP 999" },
        { "401", Answer("401 Unauthorized", """{"detail":"Token expired"}""", headers: "WWW-Authenticate: Bearer\r\n"), 502, null, "The target 'app' refused the gateway's credentials (HTTP 401); the gateway's operator must renew them." },
        { "403", Answer("403 Forbidden"), 502, null, "The target 'app' refused the gateway's credentials (HTTP 403)" },
        { "401 that a rule makes 404", Answer("401 Unauthorized", "Group does not exist", "text/plain"), 404, null, "The target 'app' has no such resource." },
        { "410 that a rule makes 409", Answer("410 Gone", "taken", "text/plain"), 409, "uniqueness", "The target 'app' has a resource with these unique values already." },
        { "407", Answer("407 Proxy Authentication Required"), 502, null, "A proxy before the target 'app' refused the gateway (HTTP 407)." },
        { "400 with a scimType", Answer("400 Bad Request", $$"""{"schemas":["{{Error}}"],"status":"400","scimType":"invalidValue","detail":"title is too long"}"""), 400, "invalidValue", "title is too long" },
        { "400 with a scimType and no words", Answer("400 Bad Request", """{"scimType":"invalidValue"}"""), 400, "invalidValue", "status 400" },
        { "400 with an unknown scimType", Answer("400 Bad Request", """{"scimType":"badThing","detail":"No."}"""), 400, null, "No." },
        { "400 with a message", Answer("400 Bad Request", """{"message":"Team is unknown"}""", "application/json"), 400, null, "Team is unknown" },
        { "400 with errors of SCIM 1.1", Answer("400 Bad Request", """{"Errors":[{"description":"No such attribute","code":"400"}]}""", "application/json"), 400, null, "No such attribute" },
        { "400 with other JSON", Answer("400 Bad Request", """{"a":{"b":[1,2]}}""", "application/json"), 400, null, "The target 'app' answered HTTP 400 without an explanation." },
        { "400 with JSON in its detail", Answer("400 Bad Request", """{"detail":"{\"code\":7}"}""", "application/json"), 400, null, "The target 'app' answered HTTP 400 without an explanation." },
        { "400 with HTML", Answer("400 Bad Request", "<html>No</html>", "text/html"), 400, null, "The target 'app' answered HTTP 400 with a non-JSON error (text/html)." },
        { "400 with half of JSON", Answer("400 Bad Request", "{\"detail\":", "text/plain"), 400, null, "with a non-JSON error (text/plain)" },
        { "400 with a BOM", Answer("400 Bad Request", "\uFEFF{\"detail\":\"Too short\"}"), 400, null, "Too short" },
        { "400 packed", Answer("400 Bad Request", Compressed("""{"detail":"Too short"}""", Gzip), headers: "Content-Encoding: gzip\r\n"), 400, null, "Too short" },
        { "400 that a rule knows", Answer("400 Bad Request", """{"message":"User already exists"}""", "application/json"), 409, "uniqueness", "User already exists" },
        { "422 that a rule knows", Answer("422 Unprocessable Content", """{"message":"Bad date"}""", "application/json"), 400, "invalidValue", "Bad date" },
        { "404 with a scimType that is not its own", Answer("404 Not Found", $$"""{"schemas":["{{Error}}"],"status":"404","scimType":"invalidSyntax","detail":"Gone"}"""), 404, null, "Gone" },
        { "404 with nothing", Answer("404 Not Found"), 404, null, "The target 'app' has no such resource." },
        { "409 with a number for its status", Answer("409 Conflict", $$"""{"schemas":["{{Error}}"],"status":409,"detail":"exists"}"""), 409, "uniqueness", "exists" },
        { "409 with text", Answer("409 Conflict", "duplicate", "text/plain"), 409, "uniqueness", "The target 'app' answered HTTP 409 with a non-JSON error (text/plain)." },
        { "412", Answer("412 Precondition Failed"), 412, null, "The target 'app' answered HTTP 412 without an explanation." },
        { "418", Answer("418 I'm a teapot", "short and stout", "text/plain"), 418, null, "answered HTTP 418" },
        { "429", Answer("429 Too Many Requests"), 429, null, "The target 'app' takes no more requests for now." },
        { "500 with a stack", Answer("500 Internal Server Error", "at Vendor.Users.Get() in C:\\src\\Users.cs", "text/plain"), 500, null, "The target 'app' answered HTTP 500 with a non-JSON error (text/plain)." },
        { "500 that lies about its status", Answer("500 Internal Server Error", $$"""{"schemas":["{{Error}}"],"status":"404","detail":"Oops"}"""), 500, null, "Oops" },
        { "501", Answer("501 Not Implemented"), 501, null, "The target 'app' answered HTTP 501" },
        { "502 with HTML", Answer("502 Bad Gateway", "<html>Bad gateway</html>", "text/html"), 502, null, "The target 'app' answered HTTP 502 with a non-JSON error (text/html)." },
        { "503", Answer("503 Service Unavailable"), 503, null, "The target 'app' answered HTTP 503" },
        { "504", Answer("504 Gateway Timeout"), 504, null, "The target 'app' answered HTTP 504" },
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
    public async Task A_target_that_fails_is_named_and_the_gateway_goes_on(string what, byte[] bytes, int status, string? scimType, string detail)
    {
        Assert.NotEmpty(what);
        var answer = (await road.ReadAsync(bytes)).IsScimError(status, scimType);
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain('{', answer.Detail!);
        Assert.DoesNotContain('<', answer.Detail!);
        Assert.Equal("application/scim+json", answer.MediaType);
        Assert.False(answer.Response.Headers.Contains("WWW-Authenticate"));
        string line = Assert.Single(await road.Gateway.LogOfAsync(answer));
        // What the operator must mend is a warning and has its reason on the line.
        Assert.StartsWith((status >= 500 ? "Warning" : "Information") + " test read User ", line, StringComparison.Ordinal);
        Assert.Matches(status >= 500 ? $@": {status} \(\w[\w ]+\) in " : $": {status} in ", line);
    }

    // what the target answers | Retry-After of the gateway
    public static TheoryData<byte[], string?> Waits => new()
    {
        { Answer("429 Too Many Requests", headers: "Retry-After: 30\r\n"), "30" },
        { Answer("503 Service Unavailable", headers: "Retry-After: 120\r\n"), "120" },
        { Answer("429 Too Many Requests", headers: "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\nDate: Wed, 21 Oct 2026 07:27:30 GMT\r\n"), "30" },
        { Answer("429 Too Many Requests", headers: "Retry-After: Wed, 21 Oct 2026 07:27:00 GMT\r\nDate: Wed, 21 Oct 2026 07:27:30 GMT\r\n"), "0" },
        { Answer("429 Too Many Requests", headers: "Retry-After: soon\r\n"), null },
        { Answer("429 Too Many Requests", headers: "Retry-After: 99999999999999999999\r\n"), null },
        { Answer("503 Service Unavailable"), null },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task Retry_After_comes_out_as_whole_seconds(byte[] bytes, string? seconds)
    {
        var answer = await road.ReadAsync(bytes);
        answer.IsScimError(answer.Status);
        answer.Response.Headers.TryGetValues("Retry-After", out var values);
        Assert.Equal(seconds, values?.Single());
    }

    [Fact]
    public async Task A_long_sentence_of_the_target_is_cut_between_characters()
    {
        string words = new string('x', 499) + "😀" + new string('y', 400);
        var answer = (await road.ReadAsync(Answer("400 Bad Request", $$"""{"detail":"{{words}}"}"""))).IsScimError(400);
        Assert.Equal(new string('x', 499) + "…", answer.Detail);
    }

    [Fact]
    public async Task A_pattern_of_the_mapping_that_runs_wild_is_the_mappings_fault()
    {
        var answer = (await road.ReadAsync(Answer("400 Bad Request", new string('a', 40) + "!", "text/plain"))).IsScimError(500);
        Assert.Contains("The mapping 'mapping' is at fault, not the request", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(["Error", "Error"], (await road.Gateway.LogOfAsync(answer)).Select(line => line.Split(' ')[0]));
    }

    // what the target answers | userName for the client
    public static TheoryData<byte[], string> Oddities => new()
    {
        { Answer("200 OK", Compressed("""{"id":"1","userName":"ana"}""", Gzip), headers: "Content-Encoding: gzip\r\n"), "ana" },
        { Answer("200 OK", Compressed("""{"id":"1","userName":"ana"}""", Brotli), headers: "Content-Encoding: br\r\n"), "ana" },
        { Answer("200 OK", "\uFEFF{\"id\":\"1\",\"userName\":\"ana\"}"), "ana" },
        { Answer("200 OK", """{"id":"1","userName":"ana"}""", "text/html"), "ana" },
        { Answer("200 OK", """{"id":"1","userName":"\ud83d\ude00"}"""), "😀" },
        { Answer("203 Non-Authoritative Information", """{"userName":"ana"}"""), "ana" },
        { Bytes("HTTP/1.0 200 OK\r\n\r\n{\"id\":\"1\",\"userName\":\"ana\"}"), "ana" },
        { Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n6\r\n{\"id\":\r\n14\r\n\"1\",\"userName\":\"ana\"\r\n1\r\n}\r\n0\r\n\r\n"), "ana" },
        { Bytes("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 27\r\nConnection: close\r\n\r\n{\"id\":\"1\",\"userName\":\"ana\"}"), "ana" },
        { Answer("200 OK", """{"id":"1","userName":"ana","urn:x:2.0:User":{"n":1e999,"m":123456789012345678901234567890}}"""), "ana" },
    };

    [Theory]
    [MemberData(nameof(Oddities))]
    public async Task An_odd_but_sound_answer_is_read(byte[] bytes, string userName)
    {
        var answer = await road.ReadAsync(bytes);
        Assert.Equal(200, answer.Status);
        Assert.Equal(userName, answer.Json!["userName"]!.GetValue<string>());
    }

    [Fact]
    public async Task Huge_numbers_pass_as_they_are()
    {
        var answer = await road.ReadAsync(Answer("200 OK", """{"id":1e400,"userName":"ana","x":1e999,"y":123456789012345678901234567890}"""));
        Assert.Contains("\"x\":1e999,\"y\":123456789012345678901234567890", answer.Text, StringComparison.Ordinal);
        Assert.Equal("1e400", answer.Json!["id"]!.GetValue<string>());
    }
}
