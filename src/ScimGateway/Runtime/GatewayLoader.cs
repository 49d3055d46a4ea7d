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
using ScimGateway.Mapping.Definitions;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Replicas;
using ScimGateway.Scim.Errors;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Runtime;

/// <summary>Makes a <see cref="Gateway"/> from a config and its mappings, or reports every fault of all mappings
/// together.</summary>
internal sealed class GatewayLoader(
    SandboxFleet sandboxes,
    GatewayState state,
    IReplicaCache cache,
    TimeProvider clock,
    ILogger<TargetStack> log,
    ILogger<TargetTraffic> traffic)
{
    /// <summary>For cursors, if the config has no key: cursors from before a reload stay valid.</summary>
    private readonly byte[] cursorKey = RandomNumberGenerator.GetBytes(32);

    /// <summary>Outlives reloads: a warning of the last hour is not repeated.</summary>
    private readonly UnwrittenWarnings warnings = new(clock, log);

    /// <param name="before">The running gateway, whose targets pass on their state; <see langword="null"/> at the start.</param>
    /// <exception cref="ConfigException">All faults of its mappings.</exception>
    public async Task<Gateway> LoadAsync(GatewayConfig config, Gateway? before, CancellationToken cancellation)
    {
        var mappings = Compile(config);
        if (StateNeeds.Fault(config, mappings) is { } keyless) throw new ConfigException([keyless]);
        if (StateNeeds.Of(config, mappings).Any()) await PrepareStateAsync(config, cancellation);
        var cursors = new ClientCursors(
            config.CursorKey is { } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key.Reveal())) : cursorKey,
            config.Limits.CursorTime,
            clock
        );
        var addressed = new List<TargetConfig>();
        foreach (var target in config.Targets) addressed.Add(await WithSandboxAsync(target, cancellation));
        // Nothing fails from here on: only the gateway that has the shared state of its targets releases it.
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

    // Now, while the operator is watching: at the first deletion it would be too late.
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
                fault.Message
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
                memory.Due,
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
