using System.Text.RegularExpressions;

namespace ScimGateway.Configuration.Reading;

/// <summary>A target's <c>auth</c>.</summary>
internal sealed partial class AuthReader(Secrets secrets)
{
    private const string Remedy =
        "write auth: { bearer: env:NAME }, { basic: { user: NAME, password: env:NAME } }, { header: { name: NAME, value: env:NAME } } or none";

    private static readonly string[] Ways = ["bearer", "basic", "header"];

    // These headers frame the message or choose the server; a target's key cannot use their names.
    private static readonly string[] FramingHeaders =
        ["Host", "Connection", "Content-Length", "Content-Type", "Transfer-Encoding", "Upgrade", "Expect", "TE", "Trailer"];

    public TargetAuth Read(MapReader target, bool isRequired)
    {
        if (isRequired && !target.Has("auth")) target.Fault("auth", "is missing; " + Remedy);
        return target.Either("auth", new NoAuth(), ReadWord, ReadSection);
    }

    // The text is not shown: it may be the token itself.
    private static TargetAuth ReadWord(string text) =>
        text == "none" ? new NoAuth() : throw new ValueFaultException("is not a way to authenticate; " + Remedy);

    private TargetAuth ReadSection(MapReader map)
    {
        TargetAuth? bearer = map.Text<TargetAuth?>("bearer", null, text => new BearerAuth(ReadBearer(text)));
        TargetAuth? basic = map.Section<TargetAuth?>("basic", null, ReadBasic);
        TargetAuth? header = map.Section<TargetAuth?>("header", null, ReadHeader);
        string[] given = [.. Ways.Where(map.Has)];
        if (given.Length > 1) map.Fault(given[1], $"stands beside {given[0]}; keep one of them");
        if (given.Length == 0) map.Fault("bearer", "is missing; " + Remedy);
        return bearer ?? basic ?? header ?? new NoAuth();
    }

    private Secret ReadBearer(string text)
    {
        Secret token = secrets.HeaderSecret(text);
        return token.Reveal().Contains(' ')
            ? throw new ValueFaultException("the token has a space; give the token alone, without the word Bearer")
            : token;
    }

    private BasicAuth ReadBasic(MapReader map) => new(
        map.Required("user", "write user: with the name to log in with", text => text.Contains(':')
            ? throw new ValueFaultException("a user name cannot have a colon (RFC 7617)")
            : text),
        map.Required("password", "write password: env:NAME or file:PATH", secrets.Secret));

    private HeaderAuth ReadHeader(MapReader map) => new(
        map.Required("name", "write name: with the header's name, such as X-Api-Key", ReadHeaderName),
        map.Required("value", "write value: env:NAME or file:PATH", secrets.HeaderSecret));

    private static string ReadHeaderName(string text) =>
        HeaderName().IsMatch(text) && !FramingHeaders.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? text
            : throw new ValueFaultException(
                $"{Quoted.Text(text)} cannot be the name of a header with a key; write one such as X-Api-Key"
            );

    // A token of RFC 9110 section 5.6.2.
    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}\z", RegexOptions.None, 1000)]
    private static partial Regex HeaderName();
}
