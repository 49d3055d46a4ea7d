using ScimGateway.Configuration;
using ScimGateway.Stores.Tables;

namespace ScimGateway.State;

/// <summary>From <c>state</c> to a store that is not open yet.</summary>
internal static class StateStores
{
    public static StateStore Of(StateConfig config, TimeProvider clock) => config switch
    {
        { File: { } file } => StateStore.Sqlite(file, clock),
        { Postgres: { } text } => StateStore.Postgres(text.Reveal(), clock),
        _ => StateStore.Memory(clock),
    };
}
