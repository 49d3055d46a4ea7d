using System.Net;
using System.Net.Sockets;

namespace ScimGateway.Tests.Running;

/// <summary>A gateway that cannot start says so in sentences: what, where, and what to write instead.</summary>
public sealed class StartTests
{
    private const string Client = "clients: [ { name: okta, token: literal-token, target: app } ]\n";
    private const string Sandbox = "targets: [ { name: app, url: sandbox:peakon } ]\n";

    public static TheoryData<string, string> Refused { get; } = new()
    {
        {
            "listen: http://127.0.0.1:0\n" + Client + "targets: [ { name: app, url: https://app.example/scim, auth: { bearer: literal-secret } } ]\n",
            "gateway.yaml:3: targets.app.auth: the secret stands in the file itself, as only a demo's may (every target a sandbox, listening on loopback); write env:NAME or file:PATH"
        },
        {
            "listen: http://0.0.0.0:0\npublicUrl: https://gw.example\n" + Client + Sandbox,
            "gateway.yaml:3: clients.okta.token: the secret stands in the file itself, as only a demo's may (every target a sandbox, listening on loopback); write token: env:NAME, file:PATH or sha256:HEX"
        },
        {
            "listen: http://127.0.0.1:0\n" + Client + "targets: [ { name: app, url: sandbox:peakon, mapping: bad } ]\n",
            "bad/mapping.js:2: targets.app.mapping: "
        },
        {
            "listen: http://127.0.0.1:0\naudit: { file: gateway.yaml/audit.jsonl }\n" + Client + Sandbox,
            "The gateway cannot start: "
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_it_cannot_start_with_it_says(string yaml, string sentence)
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", yaml);
        folder.Write("bad/mapping.js", "target({ User: { attributes: [\n  map('title', )\n] } });");

        AssertRefused(await GatewayProcess.RunAsync(folder.Path), sentence);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        using var folder = new ScratchFolder();

        AssertRefused(
            await GatewayProcess.RunAsync(folder.Path, "nowhere.yaml"),
            "nowhere.yaml: there is no such file (looked for " + folder.At("nowhere.yaml")
        );
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", $"listen: http://{taken.LocalEndpoint}\n" + Client + Sandbox);

        AssertRefused(await GatewayProcess.RunAsync(folder.Path), $"http://{taken.LocalEndpoint}: address already in use");
    }

    [Theory]
    [InlineData("listen: http://192.0.2.1:0\npublicUrl: https://gw.example\n")]
    [InlineData("listen: http://127.0.0.1:0\nmanage: { listen: http://192.0.2.1:0, token: sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa }\n")]
    public async Task An_address_that_is_not_this_machine_s_is_told(string listen)
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", listen + "clients: [ { name: okta, token: sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, target: app } ]\n" + Sandbox);

        AssertRefused(
            await GatewayProcess.RunAsync(folder.Path),
            "it cannot listen where gateway.yaml says (listen, manage.listen): "
        );
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    public async Task Too_few_files_that_it_may_open_are_told_with_the_remedy(int files)
    {
        if (!OperatingSystem.IsLinux()) return; // which tells the limit
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", "listen: http://127.0.0.1:0\n" + Client + Sandbox);

        var run = await GatewayProcess.RunWithFilesAsync(folder.Path, files);

        AssertRefused(run, $"this process may have only {files} files and connections open, and needs 256 at the least; raise it with ulimit -n 65536");
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_second_gateway_with_the_same_audit_file_is_told_who_has_it()
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", "listen: http://127.0.0.1:0\n" + Client + Sandbox);
        await using var first = GatewayProcess.Start(folder.Path);
        await first.BannerAsync();

        var second = await GatewayProcess.RunAsync(folder.Path);
        await first.TerminateAsync();
        await using var third = GatewayProcess.Start(folder.Path);

        AssertRefused(second, $"{folder.At("data/audit.jsonl")} is written by another gateway (process {first.Id} on {Environment.MachineName}); end that one, or write audit.file: with a file of this one's own.");
        Assert.NotEmpty(await third.BannerAsync());
    }

    [Fact]
    public async Task Asked_for_help_it_names_its_commands()
    {
        var (exitCode, output, _) = await GatewayProcess.RunAsync(AppContext.BaseDirectory, "--help");

        Assert.Equal(0, exitCode);
        foreach (
            string command in new[] { "run", "demo", "check", "test", "map", "probe", "token", "health", "help", "version" }
        )
            Assert.Contains($"  {command} ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_is_offered_for_simulated_targets_only()
    {
        using var folder = new ScratchFolder();
        folder.Write("token", "token-of-the-client");
        folder.Write("gateway.yaml", """
            listen: http://127.0.0.1:0
            clients: [ { name: okta, token: file:token, target: app } ]
            targets: [ { name: app, url: "http://127.0.0.1:9/scim/v2", auth: none } ]
            """);
        await using var gateway = GatewayProcess.Start(folder.Path);

        var commands = (await gateway.BannerAsync()).Where(GatewayProcess.IsCommand).ToList();

        Assert.Equal(2, commands.Count);
        Assert.All(commands, command => Assert.DoesNotContain(" -d ", command, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'b'", "run", "a", "b")]
    [InlineData("'--no-such-option'", "--no-such-option")]
    public async Task What_it_does_not_understand_it_names_and_does_not_start(string what, params string[] arguments)
    {
        var (exitCode, _, errors) = await GatewayProcess.RunAsync(AppContext.BaseDirectory, arguments);

        Assert.Equal(1, exitCode);
        Assert.Contains(what, errors, StringComparison.Ordinal);
    }

    private static void AssertRefused((int ExitCode, string Output, string Errors) run, string sentence)
    {
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
        Assert.StartsWith("The gateway cannot start", run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("literal-", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors + run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }
}
