using System.Net;
using System.Net.Http.Headers;

namespace ScimGateway.Sandbox.Tests;

public sealed class SandboxServerTests
{
    public static TheoryData<string> Names { get; } = [.. SandboxServer.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_target_answers_a_list_of_its_people_to_its_own_token(string name)
    {
        await using var caller = await Caller.OfAsync(name);

        var reply = await caller.GetAsync("/Users");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal($"sandbox-{name}", caller.Server.Token);
        Assert.Equal(name is "alexishr" or "alexishr-app" ? 20 : 3, reply.Total);
        Assert.Equal(reply.Total, caller.Server.Stored("/Users").Count);
    }

    public static TheoryData<string, string, int, string> Refusals { get; } = new()
    {
        { "peakon", "http://127.0.0.1:PORT/scim/v2", 401, "application/scim+json" },
        { "leapsome", "http://127.0.0.1:PORT/scim/v1", 403, "application/json" },
        { "alexishr", "http://127.0.0.1:PORT/scim/v2", 401, "application/scim+json" },
        { "alexishr-app", "http://127.0.0.1:PORT/scim/v2", 401, "application/scim+json" },
        { "slack", "http://127.0.0.1:PORT/scim/v2", 400, "application/json" },
    };

    [Fact]
    public void Every_target_has_its_words_for_a_wrong_token() =>
        Assert.Equal(SandboxServer.Names, Refusals.Select(row => (string)row[0]));

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_token_is_refused_in_the_words_of_the_vendor(
        string name,
        string address,
        int status,
        string mediaType
    )
    {
        await using var caller = await Caller.OfAsync(name, new SandboxOptions { Token = "right" });
        using var request = new HttpRequestMessage(HttpMethod.Get, caller.Server.BaseAddress + "/Users");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");

        using var response = await caller.SendAsync(request);

        Assert.Equal(
            address.Replace("PORT", $"{caller.Server.BaseAddress.Port}", StringComparison.Ordinal),
            caller.Server.BaseAddress.ToString()
        );
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_name_that_is_no_target_is_refused_with_the_names_there_are()
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => SandboxServer.StartAsync("zendesk"));

        Assert.StartsWith(
            $"There is no sandbox target \"zendesk\"; there are {string.Join(", ", SandboxServer.Names)}.",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_target_listens_where_it_is_told_to_and_frees_the_port_when_it_is_disposed()
    {
        var first = await SandboxServer.StartAsync("peakon");
        int port = first.BaseAddress.Port;
        await Assert.ThrowsAsync<IOException>(() => SandboxServer.StartAsync("leapsome", new SandboxOptions { Port = port }));
        await first.DisposeAsync();

        await using var second = await SandboxServer.StartAsync("leapsome", new SandboxOptions { Port = port });

        Assert.Equal(port, second.BaseAddress.Port);
    }

    [Fact]
    public async Task Calls_are_recorded_as_they_arrived_refused_ones_too()
    {
        await using var caller = await Caller.OfAsync("peakon");
        await caller.FindAsync("/Users", "userName eq \"ana@x.org\"");
        await caller.SendAsync("POST", "/Users", """{"userName":"Bø"}""");

        var calls = caller.Server.Calls;
        caller.Server.ClearCalls();

        Assert.Equal(["GET", "POST"], calls.Select(call => call.Method).ToList());
        Assert.Equal("/scim/v2/Users?filter=userName%20eq%20%22ana%40x.org%22", calls[0].PathAndQuery);
        Assert.Equal("Bearer sandbox-peakon", calls[0].Headers["authorization"]);
        Assert.Equal("", calls[0].Body);
        Assert.Equal("""{"userName":"Bø"}""", calls[1].Body);
        Assert.Equal("application/scim+json; charset=utf-8", calls[1].Headers["Content-Type"]);
        Assert.Empty(caller.Server.Calls);
    }

    [Fact]
    public async Task Only_the_last_calls_are_kept()
    {
        await using var caller = await Caller.OfAsync("peakon", new SandboxOptions { RecordedCalls = 2 });
        foreach (string id in new[] { "a", "b", "c" }) await caller.GetAsync($"/Users/{id}");

        Assert.Equal(["/scim/v2/Users/b", "/scim/v2/Users/c"], caller.Server.Calls.Select(call => call.PathAndQuery).ToList());
    }

    [Fact]
    public async Task What_is_stored_is_given_out_as_copies()
    {
        await using var caller = await Caller.OfAsync("peakon");

        caller.Server.Stored("/Users")["employee_1"]["userName"] = "changed@x.org";

        Assert.Equal(
            "margit.solheim@fjordlight.example.com",
            caller.Server.Stored("/Users")["employee_1"]["userName"]!.GetValue<string>()
        );
        Assert.Throws<ArgumentException>(() => caller.Server.Stored("/Groups"));
    }

    [Fact]
    public async Task Of_many_creates_of_one_user_name_at_once_one_is_taken()
    {
        await using var caller = await Caller.OfAsync("peakon");

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => caller.SendAsync("POST", "/Users", """{"userName":"ana@x.org"}"""))
        );

        Assert.Single(replies, reply => reply.Status == HttpStatusCode.Created);
        Assert.Equal(39, replies.Count(reply => reply.Status == HttpStatusCode.Conflict));
        Assert.Equal(4, caller.Server.Stored("/Users").Count);
    }

    [Fact]
    public async Task A_rate_that_is_asked_for_holds_until_the_second_is_over()
    {
        var time = new ManualTime();
        await using var caller = await Caller.OfAsync("peakon", new SandboxOptions { RequestsPerSecond = 2, Time = time });

        var asked = new List<HttpStatusCode>();
        for (int i = 0; i < 3; i++) asked.Add((await caller.GetAsync("/Users")).Status);
        time.Now += TimeSpan.FromSeconds(1);
        asked.Add((await caller.GetAsync("/Users")).Status);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], asked);
    }

    [Fact]
    public async Task Options_outside_their_bounds_are_refused()
    {
        await Refused(new SandboxOptions { RequestsPerSecond = 0 }, "RequestsPerSecond is 0; expected 1 or more.");
        await Refused(new SandboxOptions { RecordedCalls = -1 }, "RecordedCalls is -1; expected 0 or more.");
        await Refused(new SandboxOptions { Port = 65536 }, "Port is 65536; expected 0 to 65535.");
        await Refused(new SandboxOptions { Token = "" }, "Token is empty.");

        static async Task Refused(SandboxOptions options, string sentence)
        {
            var fault = await Assert.ThrowsAsync<ArgumentException>(() => SandboxServer.StartAsync("peakon", options));
            Assert.StartsWith(sentence, fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_of_more_than_a_megabyte_is_refused()
    {
        await using var caller = await Caller.OfAsync("peakon");
        using var request = new HttpRequestMessage(HttpMethod.Post, caller.Server.BaseAddress + "/Users");
        request.Headers.ExpectContinue = true;
        request.Content = new StringContent(new string(' ', 1024 * 1024 + 1));

        using var response = await caller.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("/Users/a%2Fb", "a/b")]
    [InlineData("/Users/a%252Fb", "a%2Fb")]
    [InlineData("/Users/a+b", "a+b")]
    public async Task An_id_in_the_path_is_decoded_once(string path, string id)
    {
        await using var caller = await Caller.OfAsync("peakon");

        var reply = await caller.GetAsync(path);

        Assert.Equal($"There is no employee \"{id}\".", reply.Json["detail"]!.GetValue<string>());
    }
}
