using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using ScimGateway.Configuration;

namespace ScimGateway.Calls;

/// <summary>The gateway's own credentials for a target, in the forms in which an answer may contain them: they are replaced by
/// <c>***</c> before any other code sees the answer.</summary>
/// <remarks>The forms are made once for each target; searching the body of a user for them costs less than a
/// microsecond.</remarks>
internal sealed partial class TargetSecrets
{
    private static readonly byte[] Mask = "***"u8.ToArray();

    private readonly byte[][] forms;

    private TargetSecrets(IEnumerable<string> secrets) => forms =
    [
        .. secrets.Where(secret => secret.Length >= Secret.Shortest).SelectMany(Forms).Distinct(StringComparer.Ordinal)
            .OrderByDescending(form => form.Length) // the form of user and password contains the password
            .Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>No credentials.</summary>
    public static TargetSecrets None { get; } = new([]);

    public static TargetSecrets Of(TargetAuth auth) => new(auth switch
    {
        NoAuth => [],
        BearerAuth bearer => [bearer.Token.Reveal()],
        BasicAuth basic => [basic.Password.Reveal(), $"{basic.User}:{basic.Password.Reveal()}"],
        HeaderAuth header => [header.Value.Reveal(), .. header.Value.Reveal().Split(' ')], // "Token abc" may come back as "abc"
        _ => throw new InvalidOperationException($"{auth.GetType().Name} is no kind of credentials."),
    });

    /// <summary>The same bytes if they contain no secret, as nearly all.</summary>
    public ReadOnlyMemory<byte> Hide(ReadOnlyMemory<byte> body)
    {
        foreach (byte[] form in forms)
            if (body.Span.IndexOf(form) >= 0) body = Without(body.Span, form);
        return body;
    }

    [return: NotNullIfNotNull(nameof(text))]
    public string? Hide(string? text)
    {
        if (text is null || forms.Length == 0) return text;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var hidden = Hide(bytes.AsMemory());
        return hidden.Span.SequenceEqual(bytes) ? text : Encoding.UTF8.GetString(hidden.Span);
    }

    private static ReadOnlyMemory<byte> Without(ReadOnlySpan<byte> body, byte[] form)
    {
        var output = new ArrayBufferWriter<byte>(body.Length);
        for (int at = body.IndexOf(form); at >= 0; at = body.IndexOf(form))
        {
            output.Write(body[..at]);
            output.Write(Mask);
            body = body[(at + form.Length)..];
        }

        output.Write(body);
        return output.WrittenMemory;
    }

    private static IEnumerable<string> Forms(string secret)
    {
        string base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=');
        return new[] { secret, base64, base64.Replace('+', '-').Replace('/', '_') }.SelectMany(Escaped);
    }

    private static IEnumerable<string> Escaped(string text)
    {
        string inUrl = Uri.EscapeDataString(text),
            inJson = JavaScriptEncoder.Default.Encode(text),
            inHtml = HtmlEncoder.Default.Encode(text);
        string inJsonRelaxed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
        return
        [
            text,
            inUrl, LowerCase(inUrl), WebUtility.UrlEncode(text), LowerCase(WebUtility.UrlEncode(text)),
            inJson, LowerCase(inJson), inJsonRelaxed, inJsonRelaxed.Replace("/", "\\/", StringComparison.Ordinal),
            inHtml, WebUtility.HtmlEncode(text), inHtml.Replace("&#x27;", "&#39;", StringComparison.Ordinal),
        ];
    }

    // %2B and %2b, \u002B and \u002b
    private static string LowerCase(string escaped) => Escapes().Replace(escaped, escape => escape.Value.ToLowerInvariant());

    [GeneratedRegex(@"%[0-9A-F]{2}|\\u[0-9A-F]{4}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Escapes();
}
