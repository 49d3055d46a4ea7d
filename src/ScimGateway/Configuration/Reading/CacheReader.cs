using System.Globalization;

namespace ScimGateway.Configuration.Reading;

/// <summary><c>memory</c>, <c>redis:HOST:PORT[,options]</c> in the spelling of StackExchange.Redis, or a reference to such a
/// text.</summary>
/// <remarks>Faults never show the text: it may contain the password.</remarks>
internal static class CacheReader
{
    private const string Redis = "redis:";

    private const string Remedy = "write memory, redis:HOST:PORT, or env:NAME or file:PATH of such a text";

    private static readonly string[] Options = ["user", "password", "ssl", "sslHost", "defaultDatabase"];

    /// <returns><see langword="null"/>: the memory of the process.</returns>
    public static RedisConfig? Read(string text, Secrets secrets)
    {
        bool isElsewhere = text.Split(':')[0] is "env" or "file";
        var referred = isElsewhere ? secrets.Secret(text) : null;
        if (referred?.Absence is not null) return null; // its value is unknown
        string said = referred?.Reveal() ?? text;
        if (said == "memory") return null;
        return said.StartsWith(Redis, StringComparison.Ordinal)
            ? Parse(said[Redis.Length..], isLiteral: !isElsewhere)
            : throw new ValueFaultException((isElsewhere ? "the text there is no cache; " : "is no cache; ") + Remedy);
    }

    private static RedisConfig Parse(string text, bool isLiteral)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        int colon = parts[0].LastIndexOf(':');
        string host = colon < 0 ? "" : parts[0][..colon].Trim('[', ']');
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown
            || !int.TryParse(parts[0].AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port is < 1 or > 65535)
            throw new ValueFaultException("what stands behind redis: is no HOST:PORT; write redis:cache.example:6379");
        var redis = new RedisConfig { Host = host, Port = port };
        return parts.Skip(1).Aggregate(redis, (so, option) => With(so, option, isLiteral));
    }

    private static RedisConfig With(RedisConfig redis, string option, bool isLiteral)
    {
        int equal = option.IndexOf('=', StringComparison.Ordinal);
        string name = equal < 0 ? "" : option[..equal].Trim(), value = option[(equal + 1)..].Trim();
        if (name.Length == 0 || value.Length == 0)
            throw new ValueFaultException("an option has no name or no value; write NAME=VALUE, with a comma between two");
        return name switch
        {
            "user" => redis with { User = value },
            "password" => redis with { Password = new Secret(value, isLiteral) },
            "ssl" => redis with { Tls = Booleans.Parse(value) },
            "sslHost" => redis with { TlsHost = value },
            "defaultDatabase" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? redis with { Database = number }
                : throw new ValueFaultException("defaultDatabase is no number; write one, such as 0"),
            _ => throw new ValueFaultException("an option is not known; write only " + string.Join(", ", Options)),
        };
    }
}
