using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polly.CircuitBreaker;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Calls;

/// <summary>Turns every way in which a target can fail into a SCIM error that says who is at fault.</summary>
/// <remarks>A target's own message is only taken from the fields of a JSON error or the first line of a text, with a limit on its
/// length: HTML pages, stacks and addresses are never passed on.</remarks>
internal sealed class TargetFaults(string target, TargetMapping mapping, TargetSecrets secrets, TimeProvider clock)
{
    private const int LongestError = 1024 * 1024;

    /// <summary>Tested for every answer, and so not for lists of hundreds.</summary>
    private const int LongestErrorInSuccess = 64 * 1024;

    private readonly RateLimit rateLimit = new(clock);

    private readonly ErrorRule[] rulesOfSuccess = [.. mapping.Errors.Where(rule => rule.Status is >= 200 and < 300)];

    /// <summary>No answer at all, or an incomplete one.</summary>
    public ScimException From(Exception fault) => fault switch
    {
        OperationCanceledException => new ScimException(504, null, $"The target '{target}' did not answer in time.", fault)
        {
            Reason = "timed out",
        },
        HttpRequestException { InnerException: AuthenticationException } => new ScimException(
            502,
            null,
            $"The TLS connection to the target '{target}' failed: it speaks no TLS there, or its certificate was not accepted.",
            fault
        )
        {
            Reason = "TLS failed",
        },
        HttpRequestException { InnerException: SocketException socket } =>
            new ScimException(502, null, $"The target '{target}' cannot be reached: {Words(socket.SocketErrorCode)}.", fault)
            {
                Reason = Words(socket.SocketErrorCode),
            },
        InvalidDataException => new ScimException(
            502,
            null,
            $"The target '{target}' answered with a body that is not what its Content-Encoding says, or ends early.",
            fault
        )
        { Reason = "no HTTP" },
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded
        } => new ScimException(
            502,
            null,
            $"The target '{target}' answered with what is no HTTP, or with headers past every measure.",
            fault
        )
        {
            Reason = "no HTTP",
        },
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
            new ScimException(502, null, $"The target '{target}' answered with a body that is no HTTP.", fault)
            {
                Reason = "no HTTP",
            },
        HttpRequestException or IOException =>
            new ScimException(
                502,
                null,
                $"The target '{target}' broke off the connection before its answer was complete.",
                fault
            )
            { Reason = "broke off" },
        _ => new ScimException(502, null, $"The call to the target '{target}' failed.", fault) { Reason = "call failed" },
    };

    public ScimException TooLarge(int limit) =>
        new(502, null, $"The answer of the target '{target}' is larger than {limit} bytes (limits.answerBytes).")
        {
            Reason = "answer too large",
        };

    /// <summary>A success with an unusable body. For a body that looks like JSON the fault says why it is not: the target has a
    /// bug that can be named.</summary>
    public ScimException NotJson(string? mediaType, ReadOnlySpan<byte> body, ScimException cause) =>
        new(502, null, LooksLikeJson(body)
            ? $"The target '{target}' answered with success, but with JSON that cannot be used. {cause.Message}"
            : $"The target '{target}' answered with success, but not with JSON ({Bare(mediaType) ?? "no media type"}).", cause)
        { Reason = "answer is no JSON" };

    private static string? Bare(string? mediaType) =>
        MediaTypeHeaderValue.TryParse(mediaType, out var parsed) ? parsed.MediaType : null;

    /// <summary>A success whose body is an error: by a rule of the mapping (<c>{"ok":false}</c>), or because it is a SCIM error
    /// (RFC 7644 section 3.12); <see langword="null"/> when it is not.</summary>
    public ScimException? InSuccess(HttpResponseMessage response, ReadOnlyMemory<byte> body, ErrorRule? rule)
    {
        if (rule is not null) return From(response, body, rule);
        if (body.Length > LongestErrorInSuccess || body.Span.IndexOf("messages:2.0:Error"u8) < 0) return null;
        if (Json(body) is not JsonObject json || json.Find("schemas") is not JsonArray { Count: 1 } schemas) return null;
        if (!schemas[0].IsString(out string? urn) || !urn.Equals(SchemaUrns.Error, StringComparison.OrdinalIgnoreCase))
            return null;
        string? said = ErrorSentence.In(json);
        return new ScimException(
            502,
            null,
            $"The target '{target}' answered with success, but with an error as its body: {said ?? "no reason given."}"
        )
        { Reason = "error in a success", Said = said };
    }

    /// <summary>Why a call did not reach the target, for the operator.</summary>
    public string? ReasonOf(Exception fault) => fault is BrokenCircuitException ? "breaker open" : From(fault).Reason;

    public ScimException Unusable(string what) => new(502, null, $"The target '{target}' {what}") { Reason = "unusable answer" };

    /// <param name="pause">The rest of a pause that the target asked for; 0 when it did not.</param>
    public ScimException Busy(TimeSpan pause) =>
        new(503, null, $"Too many requests wait for the target '{target}' already.")
        {
            RetryAfter = pause > TimeSpan.FromSeconds(1) ? pause : TimeSpan.FromSeconds(1),
            Reason = "too many waiting",
        };

    /// <summary>The target has answered another call with 429 or 503, and its pause is not over.</summary>
    public ScimException Paused(TimeSpan left, int status) =>
        new(status, null, $"The target '{target}' takes no more requests for now.")
        {
            RetryAfter = left,
            Reason = "asked for a pause",
        };

    /// <summary>Its circuit breaker is open.</summary>
    public ScimException Resting(TimeSpan? left, Exception cause) =>
        new(503, null, $"The target '{target}' failed too often lately, and is left alone for a while.", cause)
        {
            RetryAfter = left ?? TimeSpan.FromSeconds(1),
            Reason = "breaker open",
        };

    /// <summary>The mapping's rule for an answer; <see langword="null"/>: there is none.</summary>
    public ErrorRule? RuleOf(HttpMethod method, HttpResponseMessage response, ReadOnlyMemory<byte> body) =>
        Rule(response.IsSuccessStatusCode ? rulesOfSuccess : mapping.Errors, method.Method, (int)response.StatusCode, body);

    /// <summary>An HTTP error status, or a success that a rule makes an error.</summary>
    public ScimException From(HttpResponseMessage response, ReadOnlyMemory<byte> body, ErrorRule? rule)
    {
        int status = (int)response.StatusCode, meant = rule?.BecomeStatus ?? RateLimit.Meant(response);
        string mediaType = secrets.Hide(response.Content.Headers.ContentType?.MediaType) ?? "no media type";
        var json = body.Length is 0 or > LongestError ? null : Json(body);
        string? said = json is null ? PlainText(body, status, mediaType) : Sentence(json, rule);
        string detail = said ?? Described(meant, status, body.Length, mediaType);
        if (rule?.BecomeStatus is { } become)
            return new ScimException(become, rule.BecomeType, detail)
            {
                RetryAfter = rateLimit.Wait(response, become),
                Said = said,
            };
        return meant switch
        {
            304 => new ScimException(
                502,
                null,
                $"The target '{target}' answered with HTTP 304, although nothing conditional was asked."
            )
            { Reason = "HTTP 304" },
            >= 300 and < 400 => new ScimException(
                502,
                null,
                $"The target '{target}' answered with a redirect (HTTP {status}), which is never followed."
            )
            { Reason = "redirect" },
            401 or 403 => new ScimException(502, null, $"The target '{target}' refused the gateway's credentials (HTTP {status}); the gateway's operator must renew them.") { Reason = "credentials refused", Said = said },
            407 or 511 => new ScimException(
                502,
                null,
                $"A proxy before the target '{target}' refused the gateway (HTTP {status})."
            )
            { Reason = "refused by a proxy", Said = said },
            429 or 503 => new ScimException(meant, null, detail) { RetryAfter = rateLimit.Wait(response, meant), Said = said },
            >= 400 and < 600 => new ScimException(status, TypeFor(status, json), detail) { Said = said },
            _ => new ScimException(
                502,
                null,
                $"The target '{target}' answered with HTTP {status}, which the gateway does not know."
            )
            { Reason = "unknown HTTP status" },
        };
    }

    // RFC 7644 table 9 belongs to 400; a target's 404 with invalidSyntax loses its type.
    private static ScimType? TypeFor(int status, JsonNode? body) => status switch
    {
        400 => body is JsonObject json && ScimError.TryRead(json, out var error, status) ? error.Type : null,
        409 => ScimType.Uniqueness,
        _ => null,
    };

    // The first line: the rest may be a stack. The text of a server error may be a stack from its first line on.
    private static string? PlainText(ReadOnlyMemory<byte> body, int status, string mediaType) =>
        status is >= 400 and < 500
        && body.Length is > 0 and <= LongestError
        && mediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase)
            ? ErrorSentence.Of(Encoding.UTF8.GetString(body.Span).TrimStart().Split('\n', 2)[0])
            : null;

    // If the rule finds no message, the usual names are better than nothing.
    private static string? Sentence(JsonNode json, ErrorRule? rule) =>
        (rule?.Detail is { } names ? ErrorSentence.At(json, names) : null) ?? ErrorSentence.In(json);

    private ErrorRule? Rule(IReadOnlyList<ErrorRule> rules, string method, int status, ReadOnlyMemory<byte> body)
    {
        if (rules.Count == 0) return null;
        string text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, LongestError)]);
        try
        {
            return rules.FirstOrDefault(rule => rule.Matches(method, status, text));
        }
        catch (RegexMatchTimeoutException fault)
        {
            throw new ScimException(500, null, $"The mapping '{mapping.Name}' is at fault, not the request: a pattern of its error rules took longer than it may.", fault);
        }
    }

    private static JsonNode? Json(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ScimJson.Parse(body, 32);
        }
        catch (ScimException)
        {
            // Not JSON: an HTML page or plain text.
            return null;
        }
    }

    private string Described(int meant, int status, int length, string mediaType) => meant switch
    {
        404 => $"The target '{target}' has no such resource.",
        429 => $"The target '{target}' takes no more requests for now.",
        409 when meant != status => $"The target '{target}' has a resource with these unique values already.",
        _ when length > 0 && !mediaType.Contains("json", StringComparison.OrdinalIgnoreCase) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"The target '{target}' answered HTTP {status} with a non-JSON error ({mediaType})."
            ),
        _ => string.Create(CultureInfo.InvariantCulture, $"The target '{target}' answered HTTP {status} without an explanation."),
    };

    private static bool LooksLikeJson(ReadOnlySpan<byte> body) =>
        body.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{' or (byte)'[', ..];

    private static string Words(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.ConnectionReset => "the connection was reset",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "its host name is not known",
        SocketError.TimedOut => "the connection timed out",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no way to its network",
        _ => "the network failed",
    };
}
