using System.CommandLine;
using ScimGateway.Commands.Output;

namespace ScimGateway.Commands.States;

/// <summary>The commands of <c>scim-gateway state</c>, and what each takes.</summary>
internal static class StateCommandLine
{
    public static Command Of(Func<Argument<string>> config, string defaultConfig, Shown shown)
    {
        var key = new Command("key", "Makes a key for state.key and prints nothing else: (umask 077 && scim-gateway state key > state.key).");
        key.SetAction(_ => StateCommands.Key(shown));
        return new Command("state", "Looks after what the gateway itself remembers. Stop a gateway with a SQLite file before you change it.")
        {
            OnConfig("check", "Tells what the store holds of which target, and with which keys; exit code 1 when one is missing.", config, shown,
                (state, _) => state.CheckAsync()),
            OnConfig("migrate", "Brings the store to the schema of this version, as the next start would.", config, shown,
                (state, _) => state.MigrateAsync()),
            Copy(config, shown),
            key,
            OnConfig("rekey", "Seals with state.key what an older key (state.previousKeys) has sealed, and tells which of them are still needed.",
                config, shown, (state, _) => state.RekeyAsync()),
            Forget(config, shown),
            Rename(defaultConfig, shown),
        };
    }

    private static Command Copy(Func<Argument<string>> config, Shown shown)
    {
        var to = new Option<string>("--to") { Description = "sqlite:PATH or postgres:env:NAME, an empty store.", Required = true };
        var command = OnConfig("copy", "Copies everything into another, empty store, which is read with the same keys.", config, shown,
            (state, given) => state.CopyAsync(given.GetValue(to)!));
        command.Add(to);
        return command;
    }

    private static Command Forget(Func<Argument<string>> config, Shown shown)
    {
        var isSealed = new Option<bool>("--sealed") { Description = "What no key of the config opens.", Required = true };
        var command = OnConfig("forget", "Gives up what was sealed with a key that is lost, and says how much that is.", config, shown,
            (state, _) => state.ForgetAsync());
        command.Add(isSealed);
        return command;
    }

    private static Command Rename(string defaultConfig, Shown shown)
    {
        var before = new Argument<string>("old") { Description = "The target's name until now." };
        var after = new Argument<string>("new") { Description = "Its name in gateway.yaml from now on." };
        var config = new Option<string>("--config")
        {
            Description = "The config that names the store.",
            DefaultValueFactory = _ => defaultConfig,
        };
        var command = new Command("rename-target", "Gives everything that is kept of a target to the name that it has now.")
        {
            before, after, config,
        };
        command.SetAction((given, cancellation) => new StateCommands(given.GetValue(config)!, shown, cancellation)
            .RenameAsync(given.GetValue(before)!, given.GetValue(after)!));
        return command;
    }

    private static Command OnConfig(
        string name,
        string what,
        Func<Argument<string>> config,
        Shown shown,
        Func<StateCommands, ParseResult, Task<int>> run
    )
    {
        var path = config();
        var command = new Command(name, what) { path };
        command.SetAction((given, cancellation) => run(new StateCommands(given.GetValue(path)!, shown, cancellation), given));
        return command;
    }
}
