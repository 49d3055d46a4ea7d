using System.Net.Http.Headers;
using System.Text;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>One gateway with tight limits before a target that would take anything.</summary>
public sealed class TightRoad : IAsyncLifetime
{
    private FakeTarget? target;
    private TestGateway? gateway;

    public TestGateway Gateway => gateway!;

    public FakeTarget Target => target!;

    public async Task InitializeAsync()
    {
        target = await FakeTarget.AnsweringAsync(
            200,
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana"}"""
        );
        gateway = await TestGateway.StartAsync(
            target.Url,
            top: "limits: { bodyBytes: 2048, jsonDepth: 8, filterLength: 200, filterDepth: 4 }"
        );
    }

    public async Task DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        if (target is not null) await target.DisposeAsync();
    }
}

/// <summary>What a client gets wrong is told to it, and never reaches the target.</summary>
public sealed class BadInputTests(TightRoad road) : IClassFixture<TightRoad>
{
    private const string User = "\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"]";
    private const string Patch = "\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"]";

    private static readonly string LongFilter = "Users?filter=userName%20eq%20%22" + new string('a', 200) + "%22";

    // method | path | body, each character a byte | status | scimType | in the detail
    public static TheoryData<string, string, string?, int, string?, string> Table => new()
    {
        { "POST", "Users", "", 400, "invalidSyntax", "The request has no body; expected a JSON object." },
        { "POST", "Users", null, 400, "invalidSyntax", "The request has no body; expected a JSON object." },
        { "POST", "Users", "userName=ana", 400, "invalidSyntax", "The body is not valid JSON: line 1, byte 1" },
        { "POST", "Users", "{\n\"userName\": ana}", 400, "invalidSyntax", "The body is not valid JSON: line 2, byte 13" },
        { "POST", "Users", "{\"userName\":\"ana\"", 400, "invalidSyntax", "The body is not valid JSON" },
        { "POST", "Users", "{} {}", 400, "invalidSyntax", "The body is not valid JSON" },
        { "POST", "Users", "[]", 400, "invalidSyntax", "The body is a JSON array; expected an object." },
        { "POST", "Users", "\"ana\"", 400, "invalidSyntax", "The body is a JSON string; expected an object." },
        { "POST", "Users", "null", 400, "invalidSyntax", "The body is a JSON null; expected an object." },
        { "PATCH", "Users/1", "[{\"op\":\"replace\"}]", 400, "invalidSyntax", "The body is a JSON array; expected an object." },
        { "POST", "Users", "{" + User + ",\"x\":[[[[[[[[1]]]]]]]]}", 400, "invalidSyntax", "The body is not valid JSON" },
        { "POST", "Users", "{" + User + ",\"userName\":\"\u00C3\u0028\"}", 400, "invalidSyntax", "The body is not valid UTF-8." },
        { "POST", "Users", "{" + User + ",\"userName\":\"\\ud800\"}", 400, "invalidSyntax", "The body has a lone surrogate" },
        {
            "POST",
            "Users",
            "{" + User + ",\"userName\":\"a\",\"userName\":\"b\"}",
            400,
            "invalidSyntax",
            "The body is not valid JSON"
        },
        {
            "POST",
            "Users",
            "{" + User + ",\"userName\":\"a\",\"USERNAME\":\"b\"}",
            400,
            "invalidSyntax",
            "USERNAME is given twice"
        },
        { "POST", "Users", "{\"userName\":\"ana\"}", 400, "invalidSyntax", "schemas" },
        { "POST", "Users", "{" + User + ",\"userName\":17}", 400, "invalidValue", "userName" },
        { "POST", "Users", "{" + User + ",\"userName\":\"ana\",\"active\":\"maybe\"}", 400, "invalidValue", "active" },
        { "PUT", "Users/1", "{" + User + ",\"userName\":\"ana\",\"emails\":\"a@x.org\"}", 400, "invalidValue", "emails" },
        { "PATCH", "Users/1", "{\"Operations\":[]}", 400, "invalidSyntax", "schemas" },
        { "PATCH", "Users/1", "{" + Patch + ",\"Operations\":7}", 400, "invalidSyntax", "Operations" },
        {
            "PATCH",
            "Users/1",
            "{" + Patch + ",\"Operations\":[{\"op\":\"move\",\"path\":\"title\"}]}",
            400,
            "invalidSyntax",
            "move"
        },
        {
            "PATCH",
            "Users/1",
            "{" + Patch + ",\"Operations\":[{\"op\":\"replace\",\"path\":\"title[\",\"value\":\"x\"}]}",
            400,
            "invalidFilter",
            "Column 6"
        },
        {
            "PATCH",
            "Users/1",
            "{" + Patch + ",\"Operations\":[{\"op\":\"replace\",\"path\":\"ti tle\",\"value\":\"x\"}]}",
            400,
            "invalidPath",
            "ti tle"
        },
        { "PATCH", "Users/1", "{" + Patch + ",\"Operations\":[{\"op\":\"remove\"}]}", 400, "noTarget", "path" },
        { "GET", "Users?filter=userName", null, 400, "invalidFilter", "column" },
        { "GET", "Users?filter=", null, 400, "invalidFilter", "" },
        { "GET", "Users?filter=userName%20eq%20%27ana%27", null, 400, "invalidFilter", "column" },
        { "GET", "Users?filter=active%20gt%20true", null, 400, "invalidFilter", "'gt' cannot compare booleans" },
        { "GET", "Users?filter=title%20pr%20%22x%22", null, 400, "invalidFilter", "column" },
        { "GET", LongFilter, null, 400, "invalidFilter", "200" },
        { "GET", "Users?filter=(((((title%20pr)))))", null, 400, "invalidFilter", "4" },
        { "GET", "Users?filter=title%20pr&filter=title%20pr", null, 400, "invalidValue", "filter is given twice." },
        { "GET", "Users?startIndex=first", null, 400, "invalidValue", "startIndex must be an integer, found \"first\"." },
        { "GET", "Users?count=1.5", null, 400, "invalidValue", "count must be an integer" },
        {
            "GET",
            "Users?sortBy=title&sortOrder=up",
            null,
            400,
            "invalidValue",
            "sortOrder must be ascending or descending, found \"up\"."
        },
        {
            "GET",
            "Users?attributes=title&excludedAttributes=name",
            null,
            400,
            "invalidValue",
            "attributes and excludedAttributes exclude each other"
        },
        { "GET", "Users/1?attributes=a%20b", null, 400, "invalidPath", "a b" },
        { "GET", "Printers", null, 404, null, "The target 'app' has no endpoint '/Printers'; it has /" },
        { "GET", "Users/1/emails", null, 404, null, "There is nothing below /Users/{id}." },
        { "GET", "Schemas/urn:none", null, 404, null, "urn:none" },
        { "GET", "Schemas?filter=id%20pr", null, 403, null, "RFC 7644 section 4" },
        { "POST", "Bulk", "{}", 400, "invalidSyntax", "schemas" },
        { "GET", "Me", null, 501, null, "/Me is nobody" },
        { "GET", "me", null, 501, null, "clients[].me" },
        { "POST", ".search", "{}", 400, "invalidSyntax", "schemas must hold" },
        { "GET", "?filter=title", null, 400, "invalidFilter", "column" },
        { "GET", "?filter=members%20gt%20null", null, 400, "invalidFilter", "null" },
        { "POST", "Users/.search", "{}", 400, "invalidSyntax", "schemas must hold" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task It_is_refused_with_a_sentence_and_the_target_is_not_asked(
        string method,
        string path,
        string? body,
        int status,
        string? scimType,
        string detail
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = Content(body);
        var answer = (await SendAsync(request)).IsScimError(status, scimType);
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
        await LeavesOneLineAsync(answer);
    }

    [Theory]
    [InlineData("POST", "Users/1", "GET, PUT, PATCH, DELETE")]
    [InlineData("PUT", "Users", "GET, POST")]
    [InlineData("DELETE", "Groups", "GET, POST")]
    [InlineData("OPTIONS", "Users", "GET, POST")]
    [InlineData("TRACE", "Users/1", "GET, PUT, PATCH, DELETE")]
    [InlineData("BREW", "Users/1", "GET, PUT, PATCH, DELETE")]
    [InlineData("POST", "Schemas", "GET, HEAD")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var answer = (await SendAsync(request)).IsScimError(405);
        Assert.Equal(allowed, string.Join(", ", answer.Response.Content.Headers.Allow));
        await LeavesOneLineAsync(answer);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Another_media_type_is_415(string mediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "Users") { Content = Content("{}", mediaType) };
        var answer = (await SendAsync(request)).IsScimError(415);
        Assert.Equal($"The body is '{mediaType}'; send application/scim+json or application/json.", answer.Detail);
        await LeavesOneLineAsync(answer);
    }

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("identity", 200)]
    public async Task A_packed_body_is_415(string encoding, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "Users/1")
        {
            Content = Content("{" + User + ",\"userName\":\"ana\"}"),
        };
        request.Content.Headers.ContentEncoding.Add(encoding);
        var answer = await SendAsync(request);
        Assert.Equal(status, answer.Status);
        if (status == 415)
            Assert.Equal("The body is encoded as 'gzip'; send it without Content-Encoding.", answer.IsScimError(415).Detail);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/scim+json;charset=UTF-8")]
    [InlineData("application/json+scim")]
    [InlineData("Application/JSON")]
    public async Task A_JSON_media_type_or_none_is_taken(string? mediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "Users/1")
        {
            Content = Content("{" + User + ",\"userName\":\"ana\"}", mediaType),
        };
        Assert.Equal(200, (await SendAsync(request)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_413_announced_or_chunked(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "Users")
        {
            Content = Content("{\"x\":\"" + new string('x', 2048) + "\"}"),
        };
        request.Headers.TransferEncodingChunked = chunked;
        var answer = (await SendAsync(request)).IsScimError(413);
        Assert.Equal("The body is larger than 2048 bytes.", answer.Detail);
        await LeavesOneLineAsync(answer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_exactly_the_limit_is_taken(bool chunked)
    {
        string start = "{" + User + ",\"userName\":\"";
        using var request = new HttpRequestMessage(HttpMethod.Put, "Users/1")
        {
            Content = Content(start + new string('x', 2048 - start.Length - 2) + "\"}"),
        };
        request.Headers.TransferEncodingChunked = chunked;
        Assert.Equal(200, (await SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Basic dGVzdA==")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData(null)]
    public async Task A_wrong_or_missing_token_is_401_and_says_how(string? authorization)
    {
        using var client = road.Gateway.NewClient(token: null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "Users/1");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        int before = road.Target.Requests.Count;
        using var response = await client.SendAsync(request);
        var answer = (await Answer.ReadAsync(response)).IsScimError(401);
        Assert.Equal("Bearer realm=\"scim\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal(before, road.Target.Requests.Count);
        Assert.Single(await road.Gateway.LogOfAsync(answer));
    }

    [Fact]
    public async Task An_entity_tag_beyond_ASCII_is_the_clients_fault()
    {
        string answer = await RawHttp.SendAsync(
            road.Gateway.Address,
            $"DELETE /scim/v2/Users/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestGateway.Token}\r\nIf-Match: \"\u00C3\u00A9\"\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("If-Match holds other characters", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_breaks_the_rules_of_HTTP_is_a_SCIM_error_too()
    {
        string answer = await RawHttp.SendAsync(
            road.Gateway.Address,
            $"POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestGateway.Token}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"The HTTP request is broken: ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunk_larger_than_any_number_is_the_clients_fault()
    {
        string answer = await RawHttp.SendAsync(
            road.Gateway.Address,
            $"POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestGateway.Token}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nFFFFFFFFFFFFFFFF1\r\n{{}}\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"The HTTP request is broken: ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("\u00FF")]
    public async Task A_trailer_that_is_no_text_is_the_clients_fault(string value)
    {
        string answer = await RawHttp.SendAsync(
            road.Gateway.Address,
            $"POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestGateway.Token}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{{}}\r\n0\r\nX: {value}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"The HTTP request is broken: A trailer ", answer, StringComparison.Ordinal);
    }

    // "…/Users/.." is the target's root for every URL library: a DELETE of it must not be sent.
    [Theory]
    [InlineData("/scim/v2/Users/%2E%2E")]
    [InlineData("/scim/v2/Users/%2e")]
    [InlineData("/scim/v2/Users/..")]
    [InlineData("/scim/v2/Users/.")]
    [InlineData("/scim/v2/Users/../../../Users/1")]
    public async Task No_path_climbs_out_of_its_endpoint(string path)
    {
        int before = road.Target.Requests.Count;
        string answer = await RawHttp.SendAsync(
            road.Gateway.Address,
            $"DELETE {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestGateway.Token}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("urn:ietf:params:scim:api:messages:2.0:Error", answer, StringComparison.Ordinal);
        Assert.Equal(before, road.Target.Requests.Count);
    }

    [Fact]
    public async Task A_path_outside_SCIM_is_404_in_SCIM_words()
    {
        using var response = await road.Gateway.Client.GetAsync("/other");
        var answer = (await Answer.ReadAsync(response)).IsScimError(404);
        Assert.Equal("There is nothing here; SCIM requests go to …/scim/v2/Users.", answer.Detail);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await road.Gateway.Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private async Task LeavesOneLineAsync(Answer answer)
    {
        string line = Assert.Single(await road.Gateway.LogOfAsync(answer));
        Assert.Contains($": {answer.Status} in ", line, StringComparison.Ordinal);
        Assert.Contains(" ms, 0 calls, ", line, StringComparison.Ordinal);
    }

    private static ByteArrayContent Content(string latin1, string? mediaType = "application/scim+json")
    {
        var content = new ByteArrayContent(Encoding.Latin1.GetBytes(latin1));
        content.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }
}
