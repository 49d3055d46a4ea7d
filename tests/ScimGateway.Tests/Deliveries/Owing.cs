using System.Text.Json.Nodes;
using ScimGateway.State;
using ScimGateway.Stores.Owed;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Deliveries;

/// <summary>What the target <c>app</c> of a gateway is owed, as the layers of its stack write it.</summary>
internal sealed class Owing(TestGateway gateway)
{
    private const string Target = "app";

    public const string Cause = "0199aaaabbbb7cccddddeeeeffff0000";

    public OwedWork Work => gateway.Host.State.Owing;

    private OwedResources Users => Work.Of(gateway.Host.Gateway.Targets[Target].Config, "User");

    /// <summary>Each of these users is owed something that waits for nobody.</summary>
    public async Task AddAsync(params string[] ids)
    {
        foreach (string id in ids)
        {
            var owed = new OwedValue("manager", OwedKind.Update, "", "", JsonValue.Create("boss"));
            await Users.ChangeAsync(id, new OwedChange([], [owed], Cause, "okta"), default);
        }
    }

    /// <summary>The worker hears of it.</summary>
    public void Wake() => gateway.Host.Gateway.Targets[Target].Memory.Due.Set();

    /// <summary>Stands in for the layer that pays: the user is owed nothing any more.</summary>
    public async Task PayAsync(string id) =>
        await Users.ChangeAsync(id, new OwedChange(await Users.OfAsync(id, default), [], "", null), default);

    public Task<IReadOnlyList<LaneView>> LanesAsync() => Work.ListAsync(null, null, default);

    /// <summary>Waits until the lanes are so.</summary>
    public async Task<IReadOnlyList<LaneView>> UntilAsync(Func<IReadOnlyList<LaneView>, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var lanes = await LanesAsync();
            if (isSo(lanes)) return lanes;
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
