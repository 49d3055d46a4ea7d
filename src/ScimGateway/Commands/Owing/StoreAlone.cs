using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Control;
using ScimGateway.Deliveries;
using ScimGateway.Scim.Errors;
using ScimGateway.State;

namespace ScimGateway.Commands.Owing;

/// <summary>The store itself, where no gateway runs; the record goes to the audit file that no gateway writes then.</summary>
internal sealed class StoreAlone : IOwedPlace
{
    private readonly GatewayConfig config;
    private readonly GatewayState state;

    private StoreAlone(GatewayConfig config, GatewayState state) => (this.config, this.state) = (config, state);

    public bool IsRunning => false;

    public string User => SystemUser.Own();

    /// <exception cref="ScimException">The state is in the memory of a gateway that does not run, or cannot be used.</exception>
    public static StoreAlone Open(GatewayConfig config)
    {
        if (config.State.IsMemory)
            throw new ScimException(503, null, "state: memory ends with the gateway, and leaves nothing to look at; write state: sqlite:PATH.");
        if (config.State.Postgres?.Absence is { } absence)
            throw new ScimException(503, null, $"state: {absence}: without it no PostgreSQL can be asked.");
        return new StoreAlone(config, new GatewayState(config.State, TimeProvider.System));
    }

    public async Task<JsonObject> ListAsync(string? target, string? state, CancellationToken cancellation) =>
        await Acts(new NoAudit()).ListAsync(target, OwedActs.StateOf(state), cancellation);

    public async Task<JsonObject> DoAsync(OwedOrder order, CancellationToken cancellation)
    {
        if (!config.Audit.Enabled) return await Acts(new NoAudit()).DoAsync(order, cancellation);
        // First: where its record cannot be written, nothing is done.
        await using var audit = new AuditFile(config.Audit.File, TimeProvider.System, NullLogger<AuditFile>.Instance);
        return await Acts(audit).DoAsync(order, cancellation);
    }

    public ValueTask DisposeAsync() => state.DisposeAsync();

    private OwedActs Acts(IAuditSink audit) =>
        new(state.Owing, audit, new ExchangeLog(Serilog.Core.Logger.None), TimeProvider.System, _ => { });
}
