using System.CommandLine;
using System.CommandLine.Parsing;
using ScimGateway.Commands.Output;
using ScimGateway.Commands.Owing;
using ScimGateway.Commands.Probes;
using ScimGateway.Commands.States;
using ScimGateway.Configuration.Loading;
using ScimGateway.Configuration.Reading;

namespace ScimGateway.Commands;

/// <summary>The commands of <c>scim-gateway</c>, and their arguments.</summary>
internal static class CommandLine
{
    private const string DefaultConfig = "gateway.yaml";

    /// <summary>Runs the command that the arguments name.</summary>
    /// <param name="run">Runs the gateway with a config until it is asked to stop.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Func<ConfigSource, Task<int>> run, Shown shown)
    {
        var line = Of(run, shown).Parse(args);
        return line.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeToEnd(line) });
    }

    /// <summary>How long a command may tidy up after it is asked to stop; the gateway itself handles signals by itself, and takes
    /// its own time.</summary>
    private static TimeSpan? TimeToEnd(ParseResult line) =>
        line.CommandResult.Command is RootCommand or { Name: "run" or "demo" } ? null : TimeSpan.FromSeconds(30);

    /// <param name="run">Runs the gateway with a config until it is asked to stop.</param>
    public static RootCommand Of(Func<ConfigSource, Task<int>> run, Shown shown)
    {
        var root = new RootCommand("One SCIM 2.0 URL in front of many SCIM servers. Without a command it runs.");
        var config = Config();
        config.Validators.Add(OrCommand);
        root.Add(config);
        root.SetAction((given, _) => run(ConfigSource.File(given.GetValue(config)!)));
        Command[] commands = [
            Run(run),
            Demo(run),
            Check(shown),
            Test(shown),
            Map(shown),
            Probe(shown),
            Token(shown),
            Owed(shown),
            StateCommandLine.Of(Config, DefaultConfig, shown),
            Health(),
            Help(root),
            Version(root),
        ];
        foreach (var command in commands) root.Add(command);
        return root;
    }

    private static Command Run(Func<ConfigSource, Task<int>> run)
    {
        var config = Config();
        var command = new Command("run", "Runs the gateway.") { config };
        command.SetAction((given, _) => run(ConfigSource.File(given.GetValue(config)!)));
        return command;
    }

    private static Command Demo(Func<ConfigSource, Task<int>> run)
    {
        var listen = new Option<Uri?>("--listen")
        {
            Description = "Where it listens: http://127.0.0.1:8080, in a container http://0.0.0.0:8080.",
            CustomParser = Listen,
        };
        var command = new Command(
            "demo",
            "Runs the shipped demo: simulated targets, tokens that everybody knows, no file written."
        ) { listen };
        command.SetAction((given, _) => run(DemoCommand.Source(given.GetValue(listen), DemoCommand.IsInContainer)));
        return command;
    }

    private static Command Check(Shown shown)
    {
        var config = Config();
        var noSecrets = new Option<bool>("--no-secrets")
        {
            Description = "For a CI: what env: and file: name need not be there.",
        };
        var command = new Command("check", "Tells every fault of a config and its mappings, with its place and what to write "
            + "instead; exit code 1 when there is one.") { config, noSecrets };
        command.SetAction(given => CheckCommand.Run(given.GetValue(config)!, !given.GetValue(noSecrets), shown));
        return command;
    }

    private static Command Test(Shown shown)
    {
        var paths = new Argument<string[]>("paths")
        {
            Description = "Folders of mappings, or .case files.",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => ["mappings"],
        };
        var update = new Option<bool>("--update")
        {
            Description = "Write what really happened into the cases that fail. Look at "
            + "the difference before you keep it; exit code 1 when a client gets a 5xx that the case did not have."
        };
        var command = new Command("test", "Runs the cases of mappings (mappings/NAME/cases/*.case): no server, no network.") {
            paths,
            update,
        };
        command.SetAction(
            (given, cancellation) => TestCommand.RunAsync(given.GetValue(paths)!, given.GetValue(update), shown, cancellation)
        );
        return command;
    }

    private static Command Map(Shown shown)
    {
        var target = new Argument<string>("target") { Description = "A target of the config, or the folder of a mapping." };
        var request = new Argument<FileInfo>("request")
        {
            Description = "A request as a .http file has it (POST /Users, an "
            + "empty line, the body), a .json resource to create, or a .case with its profile and answers."
        };
        var answer = new Option<FileInfo[]>("--answer")
        {
            Description = "What the target answers: a status and a body as in a "
            + ".case, or a JSON body, or the answers of a .case. Give it once for each call, in their order; what is not given "
            + "is made up."
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "Whose habits the request has; strict if nothing says it.",
        };
        var config = new Option<string>("--config")
        {
            Description = "The config that the target stands in.",
            DefaultValueFactory = _ => DefaultConfig,
        };
        var command = new Command("map", "Shows step by step what the gateway would send to a target, and what the client would "
            + "get; exit code 1 when that is an error. No network.")
        {
            target, request.AcceptExistingOnly(), answer, profile, config,
        };
        command.SetAction((given, cancellation) => MapCommand.RunAsync(
            new MapQuestion(
                given.GetValue(target)!,
                given.GetValue(request)!.FullName,
                [.. (given.GetValue(answer) ?? []).Select(file => file.FullName)],
                given.GetValue(profile),
                given.GetValue(config)!
            ), shown, cancellation));
        return command;
    }

    private static Command Probe(Shown shown)
    {
        var target = new Argument<string>("target")
        {
            Description = "A target of the config, or the base address of a SCIM server.",
        };
        var token = new Option<string?>("--token") { Description = "For an address: env:NAME or file:PATH of its bearer token." };
        var writes = new Option<bool>("--writes")
        {
            Description = "Also create two test users and a test group, change them and remove them again.",
        };
        var config = new Option<string>("--config")
        {
            Description = "The config that the target stands in.",
            DefaultValueFactory = _ => DefaultConfig,
        };
        var command = new Command("probe", "Asks a live SCIM server what it can do, and prints the 'can' of a mapping for it. "
            + "Reads only, unless --writes is given.") { target, token, writes, config };
        command.SetAction((given, cancellation) => ProbeCommand.RunAsync(
            given.GetValue(target)!,
            given.GetValue(token),
            given.GetValue(writes),
            given.GetValue(config)!,
            shown,
            cancellation
        ));
        return command;
    }

    private static Command Token(Shown shown)
    {
        var command = new Command(
            "token",
            "Makes a token for a client, and the line of gateway.yaml that knows it without holding it."
        );
        command.SetAction(_ => TokenCommand.Run(shown));
        return command;
    }

    private static Command Owed(Shown shown)
    {
        var target = new Option<string?>("--target") { Description = "Only what this target is owed." };
        var state = new Option<string?>("--state") { Description = "Only lanes that are ready, stopped or held." };
        var format = new Option<string>("--format")
        {
            Description = "text, or json for scripts.",
            DefaultValueFactory = _ => "text",
        };
        var config = ConfigOption();
        var command = new Command("owed", "Shows what targets should have and do not have yet: since when, the next attempt, "
            + "what the last one said, and why.") { target, state, format.AcceptOnlyFromAmong("text", "json"), config };
        command.SetAction((given, cancellation) => OwedCommand.ListAsync(
            given.GetValue(config)!,
            given.GetValue(target),
            given.GetValue(state),
            given.GetValue(format) == "json",
            shown,
            cancellation
        ));
        command.Add(OwedAct("retry", "Tries a lane now, also one that has stopped.", config, shown));
        command.Add(OwedAct("drop", "Forgets a lane: the target never gets what it was owed.", config, shown));
        return command;
    }

    private static Command OwedAct(string act, string what, Option<string> config, Shown shown)
    {
        var lane = new Argument<string>("lane") { Description = "As owed shows it: app/7." };
        var why = new Option<string>("--why") { Description = "Stands in the audit record.", Required = true };
        var command = new Command(act, what) { lane, why, config };
        command.SetAction((given, cancellation) => OwedCommand.DoAsync(
            given.GetValue(config)!, act, given.GetValue(lane)!, given.GetValue(why)!, shown, cancellation));
        return command;
    }

    private static Command Health()
    {
        var where = new Argument<string>("where")
        {
            Description = "A gateway.yaml, or a URL.",
            DefaultValueFactory = _ => File.Exists(DefaultConfig) ? DefaultConfig : DemoCommand.Health,
        };
        var command = new Command("health", "Asks a running gateway for /readyz; exit code 0 when it is ready.") { where };
        command.SetAction((given, _) => HealthCommand.RunAsync(given.GetValue(where)!));
        return command;
    }

    private static Command Help(RootCommand root)
    {
        var about = new Argument<string[]>("command")
        {
            Description = "What to tell more about.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("help", "Names the commands, or tells what one of them takes.") { about };
        command.SetAction((given, cancellation) => AsOption(root, given, [.. given.GetValue(about)!, "--help"], cancellation));
        return command;
    }

    private static Command Version(RootCommand root)
    {
        var command = new Command("version", "Prints the version.");
        command.SetAction((given, cancellation) => AsOption(root, given, ["--version"], cancellation));
        return command;
    }

    private static Task<int> AsOption(RootCommand root, ParseResult given, string[] options, CancellationToken cancellation) =>
        root.Parse(options).InvokeAsync(given.InvocationConfiguration, cancellation);

    private static Uri? Listen(ArgumentResult given)
    {
        try
        {
            return Urls.Listen(given.Tokens[0].Value);
        }
        catch (ValueFaultException fault)
        {
            given.AddError("--listen: " + fault.Message);
            return null;
        }
    }

    // A mistyped command would be reported as a missing file.
    private static void OrCommand(ArgumentResult given)
    {
        if (given.Tokens is [{ Value: var word }] && !word.AsSpan().ContainsAny("./\\") && !File.Exists(word))
            given.AddError($"'{word}' is neither a command nor a file; scim-gateway help names the commands.");
    }

    private static Option<string> ConfigOption() => new("--config")
    {
        Description = "The config that the gateway runs with.",
        DefaultValueFactory = _ => DefaultConfig,
    };

    private static Argument<string> Config()
    {
        var config = new Argument<string>("config") { Description = "The config.", DefaultValueFactory = _ => DefaultConfig };
        config.Validators.Add(given =>
        {
            if (given.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
                given.AddError($"'{option.Value}' is no option here; scim-gateway help names them.");
        });
        return config;
    }
}
