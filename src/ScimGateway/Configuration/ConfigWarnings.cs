using System.Globalization;

namespace ScimGateway.Configuration;

/// <summary>Warnings about a valid config: logged at the start, at each reload and once a day, and shown by <c>check</c> and by
/// the management listener's <c>/readyz</c>.</summary>
internal static class ConfigWarnings
{
    /// <summary>How long before a token expires there is a warning.</summary>
    private const int DaysBefore = 30;

    public static IReadOnlyList<string> In(GatewayConfig config, DateTimeOffset now) =>
    [
        .. ShortSecrets.In(config),
        .. config.Clients.SelectMany(client => client.Tokens.Select(token => Of(client, token, now))).OfType<string>(),
    ];

    private static string? Of(ClientConfig client, ClientToken token, DateTimeOffset now)
    {
        string place = $"clients.{client.Name}.{(token.Name is { } name ? $"tokens.{name}" : "token")}: ";
        if (token.IsAbsent) return place + $"the file {token.File} is missing or empty, so that the token counts as removed; write a token into it, or take it out of the config.";
        if (token.Until is not { } until || until - now > TimeSpan.FromDays(DaysBefore)) return null;
        string moment = until.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return place + (token.HasEnded(now)
            ? $"the token ended at {moment} and is refused; take it out of the config."
            : $"the token ends at {moment}; write a second one beside it (scim-gateway token makes one) and give that to the identity provider.");
    }
}
