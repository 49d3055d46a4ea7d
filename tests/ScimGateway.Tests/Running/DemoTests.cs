using System.Text.Json.Nodes;
using ScimGateway.Commands;
using ScimGateway.Configuration.Loading;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Running;

/// <summary>What the first hour with the gateway promises: start it, paste three commands, stop it.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_starts_says_what_it_is_answers_the_commands_it_prints_and_ends_on_SIGTERM()
    {
        using var folder = ScratchFolder.WithDemo();
        await using var gateway = GatewayProcess.Start(folder.Path);

        var banner = await gateway.BannerAsync();
        var answers = new List<(string Output, int Status)>();
        foreach (string command in banner.Where(GatewayProcess.IsCommand)) answers.Add(await Bash.CurlAsync(command));
        var (exitCode, _, errors) = await gateway.TerminateAsync();

        string text = string.Join('\n', banner);
        Assert.StartsWith("ScimGateway listens on http://127.0.0.1:", text, StringComparison.Ordinal);
        var config = GatewayConfigReader.Read(folder.At("gateway.yaml"));
        var names = config.Clients.Select(client => client.Name).Concat(config.Targets.Select(target => target.Name));
        Assert.All(names, name => Assert.Contains("  " + name + " ", text, StringComparison.Ordinal));
        Assert.Equal([200, 200, 201], answers.Select(answer => answer.Status));
        var bodies = answers.Select(answer => JsonNode.Parse(answer.Output)!).ToList();
        Assert.Equal(2, bodies[0]["Resources"]!.AsArray().Count);
        Assert.Equal("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig", (string?)bodies[1]["schemas"]![0]);
        Assert.Equal(("grace@example.org", "Rear Admiral"), ((string?)bodies[2]["userName"], (string?)bodies[2]["title"]));

        Assert.Equal((0, ""), (exitCode, errors));
        string[] records = await File.ReadAllLinesAsync(folder.At("data/audit.jsonl"));
        Assert.Equal(["list", "discover", "create"], records.Select(record => (string?)JsonNode.Parse(record)!["operation"]));
    }

    [Fact]
    public async Task It_writes_the_audit_file_with_its_lock_and_nothing_else_and_warns_of_nothing()
    {
        using var folder = ScratchFolder.WithDemo();
        string[] before = folder.Files();
        await using var gateway = GatewayProcess.StartAtHome(folder.Path);
        string first = (await gateway.BannerAsync())[0];
        await gateway.TerminateAsync();

        Assert.StartsWith("ScimGateway listens on ", first, StringComparison.Ordinal);
        Assert.Equal(
            [folder.At("data/audit.jsonl"), folder.At("data/audit.jsonl.lock"), folder.At("data/audit.jsonl.pid")],
            folder.Files().Except(before).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task The_command_demo_runs_in_an_empty_folder_and_writes_nothing()
    {
        using var folder = new ScratchFolder();
        await using var gateway = GatewayProcess.Start(folder.Path, "demo", "--listen", "http://0.0.0.0:0");

        var banner = await gateway.BannerAsync();
        var answers = new List<(string Output, int Status)>();
        foreach (string command in banner.Where(GatewayProcess.IsCommand)) answers.Add(await Bash.CurlAsync(command));
        var (exitCode, _, errors) = await gateway.TerminateAsync();

        Assert.StartsWith("ScimGateway listens on http://0.0.0.0:", banner[0], StringComparison.Ordinal);
        Assert.Equal([200, 200, 201], answers.Select(answer => answer.Status));
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task What_the_command_demo_runs_is_refused_as_a_config_that_others_can_call()
    {
        using var folder = ScratchFolder.WithDemo();
        string yaml = await File.ReadAllTextAsync(folder.At("gateway.yaml"));
        folder.Write("gateway.yaml", yaml.Replace(
            "listen: http://127.0.0.1:0",
            "listen: http://0.0.0.0:0\npublicUrl: http://gw.example",
            StringComparison.Ordinal
        ));

        var (exitCode, _, errors) = await GatewayProcess.RunAsync(folder.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("clients.demo.token: the secret stands in the file itself", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_command_demo_runs_is_the_demo_of_this_repository()
    {
        string shipped = AppContext.BaseDirectory;

        Assert.Equal(
            File.ReadAllText(Path.Combine(Repository.Root, "gateway.yaml")),
            File.ReadAllText(Path.Combine(shipped, "demo.yaml"))
        );
        Assert.All(
            Repository.Mappings,
            mapping => Assert.True(File.Exists(Path.Combine(shipped, "mappings", mapping, "mapping.js")), mapping)
        );
    }

    [Theory]
    [InlineData(null, false, "http://127.0.0.1:8080/", "http://127.0.0.1:8080")]
    [InlineData(null, true, "http://0.0.0.0:8080/", "http://127.0.0.1:8080")]
    [InlineData("http://0.0.0.0:9000", false, "http://0.0.0.0:9000/", "http://127.0.0.1:9000")]
    [InlineData("http://127.0.0.1:9000", true, "http://127.0.0.1:9000/", "http://127.0.0.1:9000")]
    public void The_demo_listens_on_loopback_and_in_a_container_on_all_addresses_and_keeps_nothing(
        string? asked,
        bool isInContainer,
        string listen,
        string publicUrl
    )
    {
        var config = DemoCommand.Source(asked is null ? null : new Uri(asked), isInContainer).Read();

        Assert.Equal((new Uri(listen), publicUrl), (config.Listen, config.PublicUrl));
        Assert.Equal((false, null), (config.Audit.Enabled, config.State.File));
        Assert.All(config.Targets, target => Assert.NotNull(target.Sandbox));
    }

    [Fact]
    public async Task The_health_of_the_demo_is_asked_where_there_is_no_config()
    {
        using var folder = new ScratchFolder();

        var (_, _, errors) = await GatewayProcess.RunAsync(folder.Path, "health");

        Assert.DoesNotContain("gateway.yaml", errors, StringComparison.Ordinal); // whatever listens on port 8080 here
    }

    [Fact]
    public async Task The_log_has_the_start_and_the_end_with_the_version()
    {
        using var folder = ScratchFolder.WithDemo();
        var (_, version, _) = await GatewayProcess.RunAsync(folder.Path, "version");
        await using var gateway = GatewayProcess.Start(folder.Path);
        string started = await gateway.OutputLineAsync(line => line.Contains(" started; ", StringComparison.Ordinal));

        var (_, output, _) = await gateway.TerminateAsync();

        Assert.Contains(
            $"INF ScimGateway {version.Trim()} started; it listens on http://127.0.0.1:",
            started,
            StringComparison.Ordinal
        );
        var lines = output
            .TrimEnd()
            .Split('\n')
            .Where(line => line.Contains("INF ScimGateway ", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(2, lines.Count);
        Assert.Contains($"INF ScimGateway {version.Trim()} is stopping", lines[0], StringComparison.Ordinal);
        Assert.EndsWith($"INF ScimGateway {version.Trim()} stopped", lines[1].TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_health_is_asked_where_gateway_yaml_says_that_it_listens()
    {
        using var folder = ScratchFolder.WithDemo();
        await using var gateway = GatewayProcess.Start(folder.Path);
        string address = (await gateway.BannerAsync())[0].Split(' ')[3];
        await GatewayProcess.ReadyAsync(address);
        folder.Write("elsewhere/gateway.yaml", $"# the port it got\nlisten: {address} # loopback\nclients: [ this is broken\n");

        var running = await GatewayProcess.RunAsync(folder.At("elsewhere"), "health");
        await gateway.TerminateAsync();
        var stopped = await GatewayProcess.RunAsync(folder.At("elsewhere"), "health");

        Assert.Equal((0, ""), (running.ExitCode, running.Errors));
        Assert.Equal("ready", (string?)JsonNode.Parse(running.Output)!["status"]);
        Assert.Equal(1, stopped.ExitCode);
        Assert.Contains("The gateway's health cannot be asked (gateway.yaml)", stopped.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "http://127.0.0.1:8080/readyz")]
    [InlineData("listen: http://0.0.0.0:9000\n", "http://127.0.0.1:9000/readyz")]
    [InlineData("# listen: http://127.0.0.1:1\nlisten:   \"http://[::]:9000\"\n", "http://127.0.0.1:9000/readyz")]
    [InlineData("listen: 'http://10.1.2.3:80' # inside\n", "http://10.1.2.3/readyz")]
    public void A_health_check_asks_this_machine(string yaml, string url) =>
        Assert.Equal(new Uri(url), HealthCommand.ReadyUrl(yaml));

    [Fact]
    public async Task A_log_for_machines_is_a_JSON_object_a_line_and_nothing_else()
    {
        using var folder = ScratchFolder.WithDemo();
        folder.Write("gateway.yaml", await File.ReadAllTextAsync(folder.At("gateway.yaml")) + "\nlog: { format: json }\n");
        await using var gateway = GatewayProcess.Start(folder.Path);
        string command = (await gateway.ErrorLineAsync(GatewayProcess.IsCommand)).Trim();
        await Bash.CurlAsync(command);

        var (exitCode, output, _) = await gateway.TerminateAsync();

        Assert.Equal(0, exitCode);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonNode.Parse(text)!);
        var line = Assert.Single(lines, line => line["Operation"] is not null); // another tells that the functions are warm
        Assert.Equal(("demo", "list", 200), ((string?)line["Client"], (string?)line["Operation"], (int?)line["Status"]));
        Assert.StartsWith("demo list User at peakon: 200 in ", (string?)line["@m"], StringComparison.Ordinal);
        Assert.Null(line["@l"]); // compact JSON's word for Information
    }
}
