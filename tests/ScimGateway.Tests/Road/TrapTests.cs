using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>What HTTP libraries and proxies do unasked, and this one must not. Held to what the target got.</summary>
public class TrapTests
{
    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""";

    private static readonly string[] OwnHeaders = [
        "Host",
        "Accept",
        "Accept-Encoding",
        "Authorization",
        "User-Agent",
        "X-Correlation-Id",
    ];

    [Fact]
    public async Task Nothing_of_the_clients_headers_reaches_the_target()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User.Insert(1, "\"id\":\"1\","));
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string[] headers =
        [
            $"Authorization: Bearer {TestGateway.Token}",
            "Cookie: session=1",
            "Connection: close, X-Hop",
            "X-Hop: 1",
            "Keep-Alive: timeout=5",
            "TE: trailers",
            "Proxy-Authorization: Basic eA==",
            "X-Custom: 1",
            "X-Forwarded-For: 10.0.0.1",
            "Forwarded: for=10.0.0.1",
            "X-Correlation-Id: mine",
            "Range: bytes=0-1",
            "If-None-Match: \"1\"",
            "If-Modified-Since: Wed, 21 Oct 2015 07:28:00 GMT",
            "Accept: text/html",
            "Accept-Language: de",
            "Accept-Encoding: identity",
            "User-Agent: idp/1",
            "Origin: http://x",
            "Referer: http://x",
            "Upgrade: h2c",
            "X-HTTP-Method-Override: DELETE",
            "Request-Id: |1.",
            "Correlation-Context: a=b",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "tracestate: vendor=client",
            "baggage: user=ana",
        ];
        string answer = await RawHttp.SendAsync(
            gateway.Address,
            $"GET /scim/v2/Users/1 HTTP/1.1\r\nHost: gw.example\r\n{string.Join("\r\n", headers)}\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        var got = Assert.Single(target.Requests);
        Assert.Equal(OwnHeaders.Order(), got.Headers.Keys.Order());
        Assert.Equal("Bearer secret-of-the-target", got.Headers["Authorization"]);
        Assert.Equal(new Uri(target.Url).Authority, got.Headers["Host"]);
        Assert.Equal("application/scim+json, application/json; q=0.9", got.Headers["Accept"]);
        Assert.NotEqual("mine", got.Headers["X-Correlation-Id"]);
        Assert.DoesNotContain("identity", got.Headers["Accept-Encoding"], StringComparison.Ordinal);
        string[] secrets = [TestGateway.Token, "secret-of-the-target", "session=1", "eA=="];
        var records = await gateway.StopAndReadAuditAsync();
        Assert.Single(records);
        foreach (string secret in secrets) Assert.DoesNotContain(
            gateway.LogLines.Append(records[0].ToJsonString()),
            line => line.Contains(secret, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Nothing_of_the_targets_headers_reaches_the_client_but_the_version()
    {
        await using var target = new FailingTarget(Reply.With(200, Reply.User, headers:
            [
                ("Set-Cookie", "a=b"),
                ("Server", "vendor/1"),
                ("X-Powered-By", "PHP"),
                ("ETag", "\"7\""),
                ("Location", "http://inside/1"),
            ]));
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = await gateway.GetAsync("Users/1");
        Assert.Equal(["Content-Length", "Content-Type", "Date", "ETag", "X-Correlation-Id"], Headers(answer.Response).Order());
    }

    // id in the client's URL | in the target's
    [Theory]
    [InlineData("a%2Fb", "a%2Fb")]
    [InlineData("a%252Fb", "a%252Fb")]
    [InlineData("100%25", "100%25")]
    [InlineData("a&b", "a%26b")]
    [InlineData("a%26b", "a%26b")]
    [InlineData("a+b", "a%2Bb")]
    [InlineData("a%2Bb", "a%2Bb")]
    [InlineData("a%3Fb", "a%3Fb")]
    [InlineData("a%23b", "a%23b")]
    [InlineData("a%20b", "a%20b")]
    [InlineData("J%C3%BCrgen", "J%C3%BCrgen")]
    [InlineData("%F0%9F%98%80", "%F0%9F%98%80")]
    [InlineData("a%5Cb", "a%5Cb")]
    [InlineData("a:b@c,d;e=f", "a%3Ab%40c%2Cd%3Be%3Df")]
    [InlineData("%61na", "ana")]
    [InlineData("..%2F..%2Fadmin", "..%2F..%2Fadmin")]
    [InlineData("a~b.c_d-e", "a~b.c_d-e")]
    public async Task An_id_arrives_encoded_exactly_once(string sent, string got)
    {
        await using var target = await FakeTarget.AnsweringAsync(204, "");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string answer = await SendRawAsync(gateway, $"DELETE /scim/v2/Users/{sent} HTTP/1.1");
        Assert.StartsWith("HTTP/1.1 204 ", answer, StringComparison.Ordinal);
        Assert.Equal($"/Users/{got}", Assert.Single(target.Requests).PathAndQuery);
    }

    [Fact]
    public async Task The_path_of_a_target_may_hold_what_urls_encode()
    {
        await using var target = await FakeTarget.AnsweringAsync(204, "");
        await using var gateway = await TestGateway.StartAsync(target.Url + "/alle Größen/100%25");
        string answer = await SendRawAsync(gateway, "DELETE /scim/v2/Users/1 HTTP/1.1");
        Assert.StartsWith("HTTP/1.1 204 ", answer, StringComparison.Ordinal);
        Assert.Equal("/alle%20Gr%C3%B6%C3%9Fen/100%25/Users/1", Assert.Single(target.Requests).PathAndQuery);
    }

    // the query on the wire | the target's filter, decoded
    [Theory]
    [InlineData("filter=userName+eq+%22a%2Bb%40x.org%22", "userName eq \"a+b@x.org\"")]
    [InlineData("filter=userName%20eq%20%22R%26D%22", "userName eq \"R&D\"")]
    [InlineData("filter=userName%20eq%20%22a%23b%22", "userName eq \"a#b\"")]
    [InlineData("filter=userName%20eq%20%22100%25%22", "userName eq \"100%\"")]
    [InlineData("filter=userName%20eq%20%22%2526%22", "userName eq \"%26\"")]
    [InlineData("filter=userName%20eq%20%22a%5C%22b%22", "userName eq \"a\\\"b\"")]
    [InlineData("filter=userName%20eq%20%22a%5C%5Cb%22", "userName eq \"a\\\\b\"")]
    [InlineData("filter=userName%20eq%20%22O'Hara%22", "userName eq \"O'Hara\"")]
    [InlineData("filter=userName%20eq%20%22J%C3%BCrgen%20%F0%9F%98%80%22", "userName eq \"Jürgen 😀\"")]
    [InlineData("filter=userName%20eq%20%22a=b%3Dc%3Fd%22", "userName eq \"a=b=c?d\"")]
    [InlineData("FILTER=username%20EQ%20%22ana%22&x=1&aadOptscim062020", "userName eq \"ana\"")]
    public async Task A_filter_arrives_encoded_exactly_once(string query, string filter)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"totalResults":0}""");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string answer = await SendRawAsync(gateway, $"GET /scim/v2/Users?{query} HTTP/1.1");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        string got = Assert.Single(target.Requests).PathAndQuery;
        Assert.Equal("/Users?filter=" + Uri.EscapeDataString(filter), got, ignoreCase: true);
    }

    // A plus that the client did not encode is a blank in a query; whether it was meant as a plus is the operator's to say.
    [Theory]
    [InlineData("[]", "userName eq \"a b@x.org\"")]
    [InlineData("[plus-in-literals]", "userName eq \"a+b@x.org\"")]
    public async Task A_raw_plus_in_an_address_is_a_plus_where_the_client_may_forget_to_encode_it(string allowed, string filter)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"totalResults":0}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, profile: $"strict\n    allow: {allowed}");
        string answer = await SendRawAsync(gateway, "GET /scim/v2/Users?filter=userName%20eq%20%22a+b@x.org%22 HTTP/1.1");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal("/Users?filter=" + Uri.EscapeDataString(filter), Assert.Single(target.Requests).PathAndQuery);
    }

    [Theory]
    [InlineData("GET /scim/v2/users/1 HTTP/1.1")]
    [InlineData("GET /SCIM/V2/USERS/1 HTTP/1.1")]
    [InlineData("GET /scim/v2/Users/1/ HTTP/1.1")]
    [InlineData("GET /scim/v2//Users//1 HTTP/1.1")]
    [InlineData("GET /scim/v2/Users/1? HTTP/1.1")]
    [InlineData("GET /scim/v2/app/Users/1 HTTP/1.1")]
    [InlineData("GET /scim/v2/APP/Users/1 HTTP/1.1")]
    [InlineData("GET http://elsewhere.example/scim/v2/Users/1 HTTP/1.1")]
    [InlineData("GET http://scim/scim/v2/Users/1?x=/scim/v2/ HTTP/1.1")]
    public async Task One_resource_has_many_spellings_of_its_URL(string requestLine)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User.Insert(1, "\"id\":\"1\","));
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string answer = await SendRawAsync(
            gateway,
            requestLine,
            requestLine.Contains("//elsewhere", StringComparison.Ordinal) ? "elsewhere.example" : "scim"
        );
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal("/Users/1", Assert.Single(target.Requests).PathAndQuery);
    }

    [Fact]
    public async Task HEAD_is_GET_without_its_body()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User.Insert(1, "\"id\":\"1\","));
        await using var gateway = await TestGateway.StartAsync(target.Url);
        int length = Encoding.UTF8.GetByteCount((await gateway.GetAsync("Users/1")).Text);
        string answer = await SendRawAsync(gateway, "HEAD /scim/v2/Users/1 HTTP/1.1");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {length}\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(["GET", "GET"], target.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Requests_that_are_sent_without_waiting_are_answered_in_order()
    {
        await using var target = await EchoAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string common = $"Host: x\r\nAuthorization: Bearer {TestGateway.Token}\r\n";
        string body = User.Replace("ana", "second", StringComparison.Ordinal);
        string answer = await RawHttp.SendAsync(
            gateway.Address,
            $"GET /scim/v2/Users/first HTTP/1.1\r\n{common}\r\n"
            + $"PUT /scim/v2/Users/2 HTTP/1.1\r\n{common}Content-Length: {body.Length}\r\n\r\n{body}"
            + $"GET /scim/v2/Nothing HTTP/1.1\r\n{common}\r\n"
            + $"GET /scim/v2/Users/third HTTP/1.1\r\n{common}Connection: close\r\n\r\n");
        int[] places = [
            .. new[] { "\"id\":\"first\"", "\"userName\":\"second\"", "has no endpoint '/Nothing'", "\"id\":\"third\"" }.Select(
                part => answer.IndexOf(part, StringComparison.Ordinal)
            ),
        ];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public async Task An_expectation_is_met_by_the_gateway_and_never_passed_on()
    {
        await using var target = await EchoAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url);
        using var request = new HttpRequestMessage(HttpMethod.Put, "Users/1")
        {
            Content = new StringContent(User, Encoding.UTF8, "application/scim+json"),
        };
        request.Headers.ExpectContinue = true;
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.False(Assert.Single(target.Requests).Headers.ContainsKey("Expect"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_length_follows_the_body_that_is_sent_not_the_one_that_came(bool chunked)
    {
        const string mapping = """target({ User: { attributes: [ map("title", "aMuchLongerNameForTheTitleOfAPerson"), map("userName", "u") ] } });""";
        await using var target = await EchoAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, mapping);
        string body = User.Insert(User.Length - 1, ",\"title\":\"Größe\"");
        using var request = new HttpRequestMessage(HttpMethod.Put, "Users/1")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/scim+json"),
        };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await gateway.Client.SendAsync(request);
        var got = Assert.Single(target.Requests);
        Assert.Equal(Encoding.UTF8.GetByteCount(got.Body).ToString(), got.Headers["Content-Length"]);
        Assert.False(got.Headers.ContainsKey("Transfer-Encoding"));
        Assert.Equal("Größe", JsonNode.Parse(got.Body)!["aMuchLongerNameForTheTitleOfAPerson"]!.GetValue<string>());
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal(Encoding.UTF8.GetByteCount(text), response.Content.Headers.ContentLength);
        Assert.Equal("Größe", JsonNode.Parse(text)!["title"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true, 499)]
    [InlineData(false, 400)]
    public async Task A_client_that_breaks_off_its_body_leaves_one_line_and_no_call(bool reset, int status)
    {
        await using var target = await EchoAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url);
        using (var client = new System.Net.Sockets.TcpClient("127.0.0.1", new Uri(gateway.Address).Port))
        {
            await client.GetStream().WriteAsync(RawHttp.Bytes($"PUT /scim/v2/Users/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestGateway.Token}\r\nContent-Length: 500\r\nExpect: 100-continue\r\n\r\n"));
            Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[100])); // 100 Continue: the gateway has begun to read
            await client.GetStream().WriteAsync(RawHttp.Bytes("{\"schemas\":"));
            client.LingerState = new System.Net.Sockets.LingerOption(reset, 0);
            client.Client.Close();
        }

        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
        var records = await gateway.StopAndReadAuditAsync();
        var odd = gateway.LogLines.Where(line => !line.StartsWith("Information", StringComparison.Ordinal));
        Assert.False(odd.Any(), string.Join('\n', odd));
        Assert.Equal(["GET"], target.Requests.Select(request => request.Method));
        Assert.Equal([200, status], records.Select(record => record["status"]!.GetValue<int>()).Order());
    }

    [Fact]
    public async Task A_client_that_hangs_up_while_its_answer_is_written_leaves_no_error()
    {
        string many = string.Join(
            ',',
            Enumerable.Range(0, 20_000).Select(i => $$"""{"id":"{{i}}","userName":"{{new string('x', 200)}}"}""")
        );
        await using var target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(
            200,
            request.PathAndQuery == "/Users"
                ? $$"""{"totalResults":20000,"Resources":[{{many}}]}"""
                : User.Insert(1, "\"id\":\"1\",")
        ));
        await using var gateway = await TestGateway.StartAsync(target.Url);
        using (var response = await gateway.Client.GetAsync("Users", HttpCompletionOption.ResponseHeadersRead))
            Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
        var records = await gateway.StopAndReadAuditAsync();
        Assert.Equal(2, records.Count);
        var odd = gateway.LogLines.Where(line => !line.StartsWith("Information", StringComparison.Ordinal));
        Assert.False(odd.Any(), string.Join('\n', odd));
    }

    private static Task<FakeTarget> EchoAsync() => FakeTarget.StartAsync((context, request) =>
    {
        var user = (JsonObject)JsonNode.Parse(request.Body.Length == 0 ? User : request.Body)!;
        user["id"] = request.PathAndQuery.Split('/')[^1];
        return context.AnswerAsync(200, user.ToJsonString());
    });

    private static Task<string> SendRawAsync(TestGateway gateway, string requestLine, string host = "gw.example") =>
        RawHttp.SendAsync(
            gateway.Address,
            $"{requestLine}\r\nHost: {host}\r\nAuthorization: Bearer {TestGateway.Token}\r\nConnection: close\r\n\r\n"
        );

    private static IEnumerable<string> Headers(HttpResponseMessage response) =>
        response.Headers.Concat<KeyValuePair<string, IEnumerable<string>>>(response.Content.Headers).Select(header => header.Key);
}
