using System.Text.Json.Nodes;
using ScimGateway.Configuration;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Definitions;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Sandbox;
using ScimGateway.Tests.Dialects;
using ScimGateway.Tests.Lives;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Clients.Stories;

/// <summary>A shipped target that a story is told to, and what it holds beyond what it began with: its own store, never an
/// answer.</summary>
internal sealed class StoryTarget : IAsyncDisposable
{
    private readonly TargetMapping mapping;
    private readonly SandboxServer? sandbox;
    private readonly Func<ResourceMapping, Task<IReadOnlyList<JsonObject>>> stored;
    private readonly Dictionary<string, IReadOnlyList<JsonObject>> seeds = new(StringComparer.Ordinal);

    private StoryTarget(string folder, SandboxServer? sandbox, Func<ResourceMapping, Task<IReadOnlyList<JsonObject>>> stored)
    {
        (Folder, this.sandbox, this.stored) = (folder, sandbox, stored);
        mapping = MappingCompiler.Compile(folder, new GatewayLimits().ToScriptLimits());
    }

    public required string Url { get; init; }

    public required string Token { get; init; }

    /// <summary>Its mapping.</summary>
    public string Folder { get; }

    public static async Task<StoryTarget> StartAsync(string name, ScimmyServer scimmy)
    {
        bool isSandbox = SandboxServer.Names.Contains(name);
        if (!isSandbox && name != "scimmy")
            throw new InvalidOperationException($"The mapping '{name}' has no sandbox to tell stories to.");
        if (isSandbox) return await OfSandboxAsync(name);
        await scimmy.ResetAsync();
        return await SeededAsync(
            new StoryTarget(Shipped.Folder(name), null, resource => scimmy.StoredAsync(resource.Path.TrimStart('/')))
            {
                Url = scimmy.BaseAddress.ToString(),
                Token = scimmy.Token,
            }
        );
    }

    /// <summary>A mapping that has a sandbox.</summary>
    public static async Task<StoryTarget> OfSandboxAsync(string name)
    {
        var started = await SandboxServer.StartAsync(name, new SandboxOptions { RequestsPerSecond = 10_000 });
        return await SeededAsync(new StoryTarget(
            Shipped.Folder(name),
            started,
            resource => Task.FromResult<IReadOnlyList<JsonObject>>([.. started.Stored(resource.Path).Values])
        )
        { Url = started.BaseAddress.ToString(), Token = started.Token });
    }

    /// <summary>A server with a dialect, which has no sandbox.</summary>
    public static Task<StoryTarget> OfAsync(string url, string folder, Dialect dialect) => SeededAsync(new StoryTarget(
        folder, null, resource => Task.FromResult<IReadOnlyList<JsonObject>>([
            .. (dialect.Held[resource.Path.TrimStart('/')] as JsonArray ?? []).Select(one =>
                one!.DeepClone().AsObject()
            ),
        ]))
    { Url = url, Token = "of-the-dialect" });

    private static async Task<StoryTarget> SeededAsync(StoryTarget target)
    {
        foreach (var resource in target.mapping.Resources) target.seeds[resource.Path] = await target.AllAsync(resource);
        return target;
    }

    /// <summary>By endpoint (<c>Users</c>), in the target's own words; an endpoint at which there is nothing new is left
    /// out.</summary>
    public async Task<JsonObject> OwnAsync()
    {
        var held = new JsonObject();
        foreach (var resource in mapping.Resources)
        {
            var all = await AllAsync(resource);
            Assert.All(seeds[resource.Path], seed => Assert.Contains(all, one => JsonNode.DeepEquals(one["id"], seed["id"])));
            JsonNode[] changed = [
                .. all.Where(one => !seeds[resource.Path].Any(seed => JsonNode.DeepEquals(seed, one))).Select(Plain),
            ];
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
        var common = resource.ToClient(new((JsonObject)own.DeepClone()));
        foreach (var reference in resource.References)
        {
            if (ReferencePlace.Find(common, reference.Path) is not { } place) continue;
            var named = (await AllAsync(mapping.Resources.Single(one => one.Type.Name == reference.Type))).Single(one =>
                one[reference.By.Name].At() == place.Value);
            place.Value = named.At("id")!;
        }

        return common;
    }

    private Task<IReadOnlyList<JsonObject>> AllAsync(ResourceMapping resource) => stored(resource);

    // What every server makes by itself says nothing about what the client wanted.
    private static JsonObject Plain(JsonObject stored)
    {
        stored.Remove("schemas");
        stored.Remove("meta");
        return stored;
    }
}
