using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using ScimGateway.Calls;
using ScimGateway.Clients;
using ScimGateway.Configuration;
using ScimGateway.Emulation;
using ScimGateway.Emulation.Changes;
using ScimGateway.Emulation.Lists;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Definitions;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Replicas;
using ScimGateway.Scim.Errors;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Runtime;

/// <summary>From a config and its mappings to a <see cref="Gateway"/>, or to every fault in any mapping at once.</summary>
internal sealed class GatewayLoader(
    SandboxFleet sandboxes,
    GatewayState state,
    IReplicaCache cache,
    TimeProvider clock,
    ILogger<TargetStack> log,
    ILogger<TargetTraffic> traffic)
{
    /// <summary>For cursors, where the config names no key: those of before a reload stay good.</summary>
    private readonly byte[] cursorKey = RandomNumberGenerator.GetBytes(32);

    /// <summary>Outlives reloads: what was told within the hour is not told again.</summary>
    private readonly UnwrittenWarnings warnings = new(clock, log);

    /// <param name="before">What runs now, whose targets hand on what is theirs; <see langword="null"/> at the start.</param>
    /// <exception cref="ConfigException">Everything that is wrong with its mappings.</exception>
    public async Task<Gateway> LoadAsync(GatewayConfig config, Gateway? before, CancellationToken cancellation)
    {
        var mappings = Compile(config);
        if (config.Targets.Any(target => target.Sandbox is null && mappings[target.Name].Resources.Any(NeedsState)))
            await PrepareStateAsync(config, cancellation);
        var cursors = new ClientCursors(
            config.CursorKey is { } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key.Reveal())) : cursorKey,
            config.Limits.CursorTime,
            clock
        );
        var addressed = new List<TargetConfig>();
        foreach (var target in config.Targets) addressed.Add(await WithSandboxAsync(target, cancellation));
        // Nothing fails from here on: what targets share is given back by the gateway that has them, and only by it.
        var targets = addressed.ConvertAll(target =>
            Build(target, mappings[target.Name], config.Limits, cursors, before?.Targets.GetValueOrDefault(target.Name)));
        return new Gateway
        {
            Config = config,
            Clients = ClientCatalog.From(config),
            Targets = targets.ToFrozenDictionary(target => target.Name, StringComparer.OrdinalIgnoreCase),
            Cursors = cursors,
            LoadedAt = clock.GetUtcNow(),
        };
    }

    private static Dictionary<string, TargetMapping> Compile(GatewayConfig config)
    {
        var faults = new List<ConfigFault>();
        var byFolder = new Dictionary<string, TargetMapping>(StringComparer.Ordinal);
        var byTarget = new Dictionary<string, TargetMapping>(StringComparer.Ordinal);
        foreach (var target in config.Targets)
        {
            if (target.MappingFolder is not { } folder)
            {
                byTarget[target.Name] = TargetMapping.Plain;
                continue;
            }

            try
            {
                if (!byFolder.TryGetValue(folder, out var mapping))
                    byFolder[folder] = mapping = MappingCompiler.Compile(folder, config.Limits.ToScriptLimits());
                byTarget[target.Name] = mapping;
            }
            catch (MappingException fault)
            {
                faults.AddRange(fault.Faults.Select(one => new ConfigFault(
                    one.File,
                    one.Line,
                    $"targets.{target.Name}.mapping",
                    one.Message
                )));
            }
        }

        return faults.Count == 0 ? byTarget : throw new ConfigException(faults);
    }

    private async Task<TargetConfig> WithSandboxAsync(TargetConfig target, CancellationToken cancellation)
    {
        if (target.Sandbox is not { } name) return target;
        var server = await sandboxes.StartAsync(name, cancellation);
        return target with
        {
            Urls = [server.BaseAddress.ToString().TrimEnd('/')],
            Auth = new BearerAuth(new Secret(server.Token)),
        };
    }

    private static bool NeedsState(ResourceMapping mapping) =>
        mapping.Can.Delete is DeleteStyle.Deactivate or DeleteStyle.Empty
        || StackTable.RemembersNames(mapping)
        || StackTable.RemembersCreates(mapping);

    // Now, while somebody is looking: in the first deletion it would be too late.
    private async Task PrepareStateAsync(GatewayConfig config, CancellationToken cancellation)
    {
        try
        {
            await state.PrepareAsync(cancellation);
        }
        catch (ScimException fault)
        {
            throw new ConfigException([new ConfigFault(
                config.SourceFile,
                0,
                "state",
                $"{fault.Message} Write sqlite:PATH of a file that the gateway may write, or memory"
            )], fault);
        }
    }

    private Target Build(TargetConfig config, TargetMapping mapping, GatewayLimits limits, ClientCursors cursors, Target? before)
    {
        var memory = TargetMemory.After(
            before?.Memory,
            config,
            () => new TargetTraffic(config.Name, config.Limits, clock, traffic)
        );
        var calls = new TargetCalls(config, mapping, limits, memory.Traffic, clock);
        return new Target
        {
            Config = config,
            Mapping = mapping,
            Memory = memory,
            Resources = new TargetStack(
                config,
                calls,
                memory.Turns,
                state,
                cache,
                ListLimits.Of(limits),
                cursors,
                warnings,
                log
            ).Build(mapping),
        };
    }
}
