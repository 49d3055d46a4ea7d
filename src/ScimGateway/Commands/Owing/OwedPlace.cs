using System.Text.Json.Nodes;
using ScimGateway.Configuration;
using ScimGateway.Control;
using ScimGateway.Deliveries;

namespace ScimGateway.Commands.Owing;

/// <summary>Where what is owed is looked up and changed.</summary>
internal interface IOwedPlace : IAsyncDisposable
{
    /// <summary>Whether a gateway does it that runs.</summary>
    bool IsRunning { get; }

    /// <summary>Who runs the command.</summary>
    string User { get; }

    Task<JsonObject> ListAsync(string? target, string? state, CancellationToken cancellation);

    Task<JsonObject> DoAsync(OwedOrder order, CancellationToken cancellation);
}

internal static class OwedPlace
{
    /// <summary>The gateway that runs, or the store itself where none does.</summary>
    /// <exception cref="Scim.Errors.ScimException">There is neither.</exception>
    public static async Task<IOwedPlace> FindAsync(GatewayConfig config, CancellationToken cancellation) =>
        await ControlClient.ConnectAsync(ControlSocket.PathOf(config), cancellation) is { } client
            ? new RunningGateway(client)
            : StoreAlone.Open(config);

    /// <summary>Over the control socket.</summary>
    private sealed class RunningGateway(ControlClient client) : IOwedPlace
    {
        public bool IsRunning => true;

        public string User => SystemUser.Own();

        public Task<JsonObject> ListAsync(string? target, string? state, CancellationToken cancellation)
        {
            KeyValuePair<string, string?>[] which = [new("target", target), new("state", state)];
            return client.SendAsync(HttpMethod.Get, "owed" + QueryString.Create(which), null, cancellation);
        }

        public Task<JsonObject> DoAsync(OwedOrder order, CancellationToken cancellation) => client.SendAsync(
            HttpMethod.Post,
            $"owed/{Uri.EscapeDataString(order.Lane.Target)}/{order.Lane.Number}/{order.Act.ToString().ToLowerInvariant()}",
            new JsonObject { ["why"] = order.Why },
            cancellation);

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return default;
        }
    }
}
