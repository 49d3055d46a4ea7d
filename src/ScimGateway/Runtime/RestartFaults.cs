using ScimGateway.Configuration;

namespace ScimGateway.Runtime;

/// <summary>Faults for keys that require a restart. They are reported and not ignored: an edit is applied as a whole, or not at
/// all.</summary>
internal static class RestartFaults
{
    /// <exception cref="ConfigException">A key that requires a restart has changed.</exception>
    public static void ThrowIfAny(GatewayConfig running, GatewayConfig edited)
    {
        var faults = new List<ConfigFault>();
        // Not only because of the socket: literal secrets are allowed for the address in this key.
        Compare("listen", running.Listen, edited.Listen);
        Compare("manage", running.Manage?.Listen, edited.Manage?.Listen); // its token may change
        Compare("audit", running.Audit, edited.Audit);
        Compare("state", running.State, edited.State);
        Compare("log", running.Log, edited.Log);
        Compare("cache", running.Redis, edited.Redis);
        // A shared cache is sealed with it as long as the process lives.
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
