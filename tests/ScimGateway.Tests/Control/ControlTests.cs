using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Control;
using ScimGateway.Scim.Errors;
using ScimGateway.Tests.Configuration;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Control;

/// <summary>The socket for commands to a gateway that runs.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task It_answers_the_gateway_s_own_commands_and_only_its_user_can_open_it()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        using var client = await ConnectAsync(gateway);

        var owed = await client.SendAsync(HttpMethod.Get, "owed", null, CancellationToken.None);

        Assert.Equal("""{"lanes":[],"targets":{}}""", owed.ToJsonString());
        Assert.Empty(target.Requests);
        if (OperatingSystem.IsWindows()) return; // which has no such modes
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketOf(gateway)));
    }

    [Theory]
    [InlineData("GET", "nothing", null, 404, "The control socket knows no GET /nothing")]
    [InlineData("POST", "owed/app/7/forget", """{"why":"x"}""", 400, "'forget' is nothing that can be done with a lane")]
    [InlineData("POST", "owed/app/seven/retry", """{"why":"x"}""", 400, "'app/seven' is no lane")]
    [InlineData("POST", "owed/app/7/retry", "{}", 400, "--why is empty")]
    [InlineData("POST", "owed/app/7/retry", """{"why":"x"}""", 404, "There is no lane 'app/7'")]
    [InlineData("POST", "owed/app/7/drop", "[", 400, "The body is not valid JSON")]
    [InlineData("GET", "owed?state=lost", null, 400, "'lost' is no state of a lane; ready, stopped and held are.")]
    public async Task What_it_does_not_take_it_says(string method, string path, string? body, int status, string sentence)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var (answered, text) = await AskAsync(SocketOf(gateway), ControlEndpoint.Host, method, path, body);

        Assert.Equal(status, answered);
        Assert.Contains(sentence, (string?)JsonNode.Parse(text)!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_names_another_host_is_refused()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var (status, text) = await AskAsync(SocketOf(gateway), "localhost", "GET", "owed", null);

        Assert.Equal((421, """{"detail":"This socket takes the gateway's own commands."}"""), (status, text));
    }

    [Fact]
    public async Task No_other_listener_serves_it_and_it_serves_nothing_of_theirs()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address + "/owed"));
        asked.Headers.Host = ControlEndpoint.Host;
        using var answer = await gateway.Client.SendAsync(asked);
        var (ready, _) = await AskAsync(SocketOf(gateway), ControlEndpoint.Host, "GET", "readyz", null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(404, ready);
    }

    [Fact]
    public async Task It_goes_with_its_gateway()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string socket = SocketOf(gateway);
        Assert.True(File.Exists(socket));

        await gateway.StopAndReadAuditAsync();

        Assert.False(File.Exists(socket));
        Assert.Null(await ControlClient.ConnectAsync(socket, CancellationToken.None));
    }

    [Fact]
    public async Task What_a_dead_gateway_left_is_replaced()
    {
        using var folder = new TestFolder();
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(folder.At("live.sock")));
            File.Move(folder.At("live.sock"), folder.At(ControlSocket.FileName)); // which the end of its process would not remove
        }

        Assert.Null(await ControlClient.ConnectAsync(folder.At(ControlSocket.FileName), CancellationToken.None));
        using var place = ControlSocket.Take(folder.At(ControlSocket.FileName));
        using var socket = place.Bound();
        socket.Listen();

        using var client = await ControlClient.ConnectAsync(place.Path, CancellationToken.None);
        Assert.NotNull(client);
    }

    [Fact]
    public void A_second_gateway_is_told_that_the_first_one_has_it_and_gets_it_after_its_end()
    {
        using var folder = new TestFolder();
        using (ControlSocket.Take(folder.At(ControlSocket.FileName)))
        {
            var fault = Assert.Throws<IOException>(() => ControlSocket.Take(folder.At(ControlSocket.FileName)));
            Assert.Equal($"another gateway that runs has {folder.At(ControlSocket.FileName)}", fault.Message);
        }

        ControlSocket.Take(folder.At(ControlSocket.FileName)).Dispose();
    }

    [Fact]
    public void A_path_that_is_too_long_for_a_socket_is_refused()
    {
        using var folder = new TestFolder();
        string path = Path.Combine(folder.At(new string('x', 100)), ControlSocket.FileName);

        var fault = Assert.Throws<IOException>(() => ControlSocket.Take(path));

        Assert.Contains($"has {Encoding.UTF8.GetByteCount(path)} bytes, and a socket's path may have 107", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_everybody_may_write_to_is_refused()
    {
        if (OperatingSystem.IsWindows()) return; // which has no such modes
        using var folder = new TestFolder();
        string open = Directory.CreateDirectory(folder.At("open")).FullName;
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);

        var fault = Assert.Throws<IOException>(() => ControlSocket.Take(Path.Combine(open, ControlSocket.FileName)));

        Assert.Equal($"everybody may write to {open}, and so put another socket in its place; run chmod o-w {open}", fault.Message);
    }

    [Fact]
    public async Task A_gateway_that_cannot_have_it_serves_all_the_same_and_says_so()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"1","userName":"ana"}""");
        string folder = new('x', 100);
        await using var gateway = await TestGateway.FromYamlAsync(
            $$"""
            listen: http://127.0.0.1:0
            state: sqlite:{{folder}}/gateway.db
            clients: [ { name: test, token: file:token, target: app } ]
            targets: [ { name: app, url: "{{target.Url}}", auth: none } ]
            """,
            new Dictionary<string, string> { ["token"] = TestGateway.Token, [$"{folder}/beside"] = "" });

        string line = await gateway.LogLineAsync("There is no control socket");

        Assert.Contains("keep the state (state) in a folder with a shorter path", line, StringComparison.Ordinal);
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
    }

    [Fact]
    public async Task A_gateway_whose_state_is_memory_writes_no_file_for_it()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url, top: "state: memory");
        await gateway.ReadyAsync();

        Assert.False(File.Exists(SocketOf(gateway)));
        Assert.DoesNotContain(gateway.LogLines, line => line.Contains("control socket", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_a_fault_of_the_command()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        using var client = await ConnectAsync(gateway);

        var fault = await Assert.ThrowsAsync<ScimException>(() =>
            client.SendAsync(HttpMethod.Post, "owed/app/7/drop", new JsonObject { ["why"] = "x" }, CancellationToken.None));

        Assert.Equal(404, fault.Status);
        Assert.StartsWith("There is no lane 'app/7': what it held is paid, or was dropped.", fault.Message, StringComparison.Ordinal);
    }

    private static string SocketOf(TestGateway gateway) => Path.Combine(gateway.Folder, "data", ControlSocket.FileName);

    private static async Task<ControlClient> ConnectAsync(TestGateway gateway) =>
        await ControlClient.ConnectAsync(SocketOf(gateway), CancellationToken.None) ?? throw new IOException("Nobody listens.");

    private static async Task<(int Status, string Body)> AskAsync(
        string socket, string host, string method, string path, string? body)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            },
        });
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"http://{host}/{path}"));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
