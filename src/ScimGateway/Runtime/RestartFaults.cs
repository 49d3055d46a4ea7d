using ScimGateway.Configuration;

namespace ScimGateway.Runtime;

/// <summary>What a running gateway cannot change about itself. Said instead of ignored: an edit is in use whole, or not at
/// all.</summary>
internal static class RestartFaults
{
    /// <exception cref="ConfigException">A key that takes a restart has changed.</exception>
    public static void ThrowIfAny(GatewayConfig running, GatewayConfig edited)
    {
        var faults = new List<ConfigFault>();
        // Not only a matter of the socket: literal secrets are allowed for the address that is written here.
        Compare("listen", running.Listen, edited.Listen);
        Compare("manage", running.Manage?.Listen, edited.Manage?.Listen); // its token may change
        Compare("audit", running.Audit, edited.Audit);
        Compare("state", running.State, edited.State);
        Compare("log", running.Log, edited.Log);
        Compare("cache", running.Redis, edited.Redis);
        // A shared cache is sealed with it for as long as the process lives.
        if (running.Redis is not null) Compare("cursorKey", running.CursorKey, edited.CursorKey);
        if (faults.Count > 0) throw new ConfigException(faults);

        void Compare<T>(string key, T before, T after)
        {
            if (!EqualityComparer<T>.Default.Equals(before, after))
                faults.Add(new ConfigFault(
                    edited.SourceFile,
                    0,
                    key,
                    "cannot change while the gateway runs; restart it, or write what stood there"
                ));
        }
    }
}
