using System.Text.Json.Nodes;
using ScimGateway.Configuration;
using ScimGateway.Emulation;
using ScimGateway.Mapping;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Sandbox;
using ScimGateway.Tests.Lives;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Clients.Stories;

/// <summary>A shipped target that a story is told to, and what it holds beyond what it began with: its own store, never an answer.</summary>
internal sealed class StoryTarget : IAsyncDisposable
{
    private readonly TargetMapping mapping;
    private readonly SandboxServer? sandbox;
    private readonly ScimmyServer? scimmy;
    private readonly Dictionary<string, IReadOnlyList<JsonObject>> seeds = new(StringComparer.Ordinal);

    private StoryTarget(string name, SandboxServer? sandbox, ScimmyServer? scimmy)
    {
        (this.sandbox, this.scimmy) = (sandbox, scimmy);
        mapping = MappingCompiler.Compile(Shipped.Folder(name), new GatewayLimits().ToScriptLimits());
    }

    public string Url => (sandbox?.BaseAddress ?? scimmy!.BaseAddress).ToString();

    public string Token => sandbox?.Token ?? scimmy!.Token;

    public static async Task<StoryTarget> StartAsync(string name, ScimmyServer scimmy)
    {
        bool isSandbox = SandboxServer.Names.Contains(name);
        if (!isSandbox && name != "scimmy") throw new InvalidOperationException($"The mapping '{name}' has no sandbox to tell stories to.");
        if (!isSandbox) await scimmy.ResetAsync();
        var started = isSandbox ? await SandboxServer.StartAsync(name, new SandboxOptions { RequestsPerSecond = 10_000 }) : null;
        var target = new StoryTarget(name, started, isSandbox ? null : scimmy);
        foreach (var resource in target.mapping.Resources) target.seeds[resource.Path] = await target.AllAsync(resource);
        return target;
    }

    /// <summary>By endpoint (<c>Users</c>), in the target's own words; an endpoint at which there is nothing new is left out.</summary>
    public async Task<JsonObject> OwnAsync()
    {
        var held = new JsonObject();
        foreach (var resource in mapping.Resources)
        {
            var all = await AllAsync(resource);
            Assert.All(seeds[resource.Path], seed => Assert.Contains(all, one => JsonNode.DeepEquals(one["id"], seed["id"])));
            JsonNode[] changed = [.. all.Where(one => !seeds[resource.Path].Any(seed => JsonNode.DeepEquals(seed, one))).Select(Plain)];
            if (changed.Length > 0) held[resource.Type.Endpoint.TrimStart('/')] = new JsonArray(changed);
        }

        return held;
    }

    /// <summary>The same in common words: as the mapping reads them, with references as ids.</summary>
    public async Task<JsonObject> CommonAsync()
    {
        var held = await OwnAsync();
        foreach (var resource in mapping.Resources)
            if (held[resource.Type.Endpoint.TrimStart('/')] is JsonArray all)
                for (int i = 0; i < all.Count; i++) all[i] = await CommonAsync(all[i]!.AsObject(), resource);
        return held;
    }

    public ValueTask DisposeAsync() => sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<JsonObject> CommonAsync(JsonObject own, ResourceMapping resource)
    {
        var common = resource.ToClient((JsonObject)own.DeepClone());
        foreach (var reference in resource.References)
        {
            if (ReferencePlace.Find(common, reference.Path) is not { } place) continue;
            var named = (await AllAsync(mapping.Resources.Single(one => one.Type.Name == reference.Type))).Single(one => one[reference.By.Name].At() == place.Value);
            place.Value = named.At("id")!;
        }

        return common;
    }

    private async Task<IReadOnlyList<JsonObject>> AllAsync(ResourceMapping resource) =>
        sandbox is not null ? [.. sandbox.Stored(resource.Path).Values] : await scimmy!.StoredAsync(resource.Path.TrimStart('/'));

    // What every server makes by itself says nothing about what the client wanted.
    private static JsonObject Plain(JsonObject stored)
    {
        stored.Remove("schemas");
        stored.Remove("meta");
        return stored;
    }
}
