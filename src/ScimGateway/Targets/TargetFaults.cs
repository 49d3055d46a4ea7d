using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Mapping;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Targets;

/// <summary>Turns every way a target can fail into a SCIM error that says whose fault it is.</summary>
/// <remarks>A target's own words pass on only from its SCIM or JSON error fields, bounded in length: HTML pages, stacks and
/// addresses stay inside.</remarks>
internal sealed class TargetFaults(string target, TargetMapping mapping, TimeProvider clock)
{
    private const int LongestDetail = 500;

    private const int LongestError = 1024 * 1024;

    /// <summary>Looked for in every answer, and so not in lists of hundreds.</summary>
    private const int LongestErrorInSuccess = 64 * 1024;

    /// <summary>No answer at all, or one that broke off.</summary>
    public ScimException From(Exception fault) => fault switch
    {
        OperationCanceledException => new ScimException(504, null, $"The target '{target}' did not answer in time.", fault) { Reason = "timed out" },
        HttpRequestException { InnerException: AuthenticationException } =>
            new ScimException(502, null, $"The TLS connection to the target '{target}' failed: it speaks no TLS there, or its certificate was not accepted.", fault) { Reason = "TLS failed" },
        HttpRequestException { InnerException: SocketException socket } =>
            new ScimException(502, null, $"The target '{target}' cannot be reached: {Words(socket.SocketErrorCode)}.", fault) { Reason = Words(socket.SocketErrorCode) },
        InvalidDataException or HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
            new ScimException(502, null, $"The target '{target}' answered with what is no HTTP, or with headers past every measure.", fault) { Reason = "no HTTP" },
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
            new ScimException(502, null, $"The target '{target}' answered with a body that is no HTTP.", fault) { Reason = "no HTTP" },
        HttpRequestException or IOException =>
            new ScimException(502, null, $"The target '{target}' broke off the connection before its answer was complete.", fault) { Reason = "broke off" },
        _ => new ScimException(502, null, $"The call to the target '{target}' failed.", fault) { Reason = "call failed" },
    };

    public ScimException TooLarge(int limit) =>
        new(502, null, $"The answer of the target '{target}' is larger than {limit} bytes (limits.answerBytes).") { Reason = "answer too large" };

    /// <summary>A success whose body is none. What looks like JSON gets the reason why it is not: such a target has a bug that
    /// can be named.</summary>
    public ScimException NotJson(string? mediaType, ReadOnlySpan<byte> body, ScimException cause) =>
        new(502, null, LooksLikeJson(body)
            ? $"The target '{target}' answered with success, but with JSON that cannot be used. {cause.Message}"
            : $"The target '{target}' answered with success, but not with JSON ({Bare(mediaType) ?? "no media type"}).", cause)
        { Reason = "answer is no JSON" };

    private static string? Bare(string? mediaType) => MediaTypeHeaderValue.TryParse(mediaType, out var parsed) ? parsed.MediaType : null;

    /// <summary>A success whose body is a SCIM error (RFC 7644 section 3.12); <see langword="null"/> when it is none.</summary>
    public ScimException? InSuccess(ReadOnlyMemory<byte> body)
    {
        if (body.Length > LongestErrorInSuccess || body.Span.IndexOf("messages:2.0:Error"u8) < 0) return null;
        if (Object(body) is not { } json || json.Find("schemas") is not JsonArray { Count: 1 } schemas) return null;
        if (!schemas[0].IsString(out string? urn) || !urn.Equals(SchemaUrns.Error, StringComparison.OrdinalIgnoreCase)) return null;
        string said = json.Find("detail").IsString(out string? words) && words.Length > 0 && !LooksLikeJson(words) ? Bounded(words) : "no reason given.";
        return new ScimException(502, null, $"The target '{target}' answered with success, but with an error as its body: {said}") { Reason = "error in a success" };
    }

    public ScimException Unusable(string what) => new(502, null, $"The target '{target}' {what}") { Reason = "unusable answer" };

    /// <param name="pause">What is left of a pause that the target asked for; 0 when it did not.</param>
    /// <param name="cause">The turn did not come in time; <see langword="null"/>: there was no room left to wait for it.</param>
    public ScimException Busy(TimeSpan pause, Exception? cause = null) =>
        new(503, null, $"Too many requests wait for the target '{target}' already.", cause)
        {
            RetryAfter = pause > TimeSpan.FromSeconds(1) ? pause : TimeSpan.FromSeconds(1),
            Reason = "too many waiting",
        };

    /// <summary>The target has said 429 or 503 to some call, and until when.</summary>
    public ScimException Paused(TimeSpan left, int status) =>
        new(status, null, $"The target '{target}' takes no more requests for now.") { RetryAfter = left, Reason = "asked for a pause" };

    /// <summary>Its breaker is open.</summary>
    public ScimException Resting(TimeSpan? left, Exception cause) =>
        new(503, null, $"The target '{target}' failed too often lately, and is left alone for a while.", cause) { RetryAfter = left ?? TimeSpan.FromSeconds(1), Reason = "breaker open" };

    /// <summary>An HTTP status that is no success.</summary>
    public ScimException From(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        int status = (int)response.StatusCode;
        var said = Read(body, status);
        string mediaType = response.Content.Headers.ContentType?.MediaType ?? "no media type";
        var rule = Rule(status, body);
        // What a rule made of the answer is what the client should hear of: a 401 that means 404 speaks of no such resource.
        string detail = said?.Detail is { Length: > 0 } words && !LooksLikeJson(words) ? Bounded(words)
            : Described(rule?.BecomeStatus ?? status, status, body.Length, mediaType);
        if (rule is not null)
            return new ScimException(rule.BecomeStatus, rule.BecomeType, detail) { RetryAfter = RetryAfter(response) };
        return status switch
        {
            304 => new ScimException(502, null, $"The target '{target}' answered with HTTP 304, although nothing conditional was asked.") { Reason = "HTTP 304" },
            >= 300 and < 400 => new ScimException(502, null, $"The target '{target}' answered with a redirect (HTTP {status}), which is never followed.") { Reason = "redirect" },
            401 or 403 => new ScimException(502, null, $"The target '{target}' refused the gateway's credentials (HTTP {status}); the gateway's operator must renew them.") { Reason = "credentials refused" },
            407 or 511 => new ScimException(502, null, $"A proxy before the target '{target}' refused the gateway (HTTP {status}).") { Reason = "refused by a proxy" },
            429 or 503 => new ScimException(status, null, detail) { RetryAfter = RetryAfter(response) },
            409 => ScimException.Uniqueness(detail),
            >= 400 and < 600 => new ScimException(status, TypeFor(status, said?.Type), detail),
            _ => new ScimException(502, null, $"The target '{target}' answered with HTTP {status}, which the gateway does not know.") { Reason = "unknown HTTP status" },
        };
    }

    // RFC 7644 table 9 belongs to 400; a target's 404 with invalidSyntax loses its type.
    private static ScimType? TypeFor(int status, ScimType? said) => status switch
    {
        400 => said,
        _ => null,
    };

    private ErrorRule? Rule(int status, ReadOnlyMemory<byte> body)
    {
        if (mapping.Errors.Count == 0) return null;
        string text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, LongestError)]);
        try
        {
            return mapping.Errors.FirstOrDefault(rule => rule.Matches(status, text));
        }
        catch (RegexMatchTimeoutException fault)
        {
            throw new ScimException(500, null, $"The mapping '{mapping.Name}' is at fault, not the request: a pattern of its error rules took longer than it may.", fault);
        }
    }

    private static ScimError? Read(ReadOnlyMemory<byte> body, int status)
    {
        if (body.Length is 0 or > LongestError) return null;
        return Object(body) is { } json && ScimError.TryRead(json, out var error, status) ? error : null;
    }

    private static JsonObject? Object(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ScimJson.Parse(body, 32) as JsonObject;
        }
        catch (ScimException)
        {
            // Not JSON: an HTML page or plain text. Its media type goes into the sentence instead.
            return null;
        }
    }

    private string Described(int meant, int status, int length, string mediaType) => meant switch
    {
        404 => $"The target '{target}' has no such resource.",
        429 => $"The target '{target}' takes no more requests for now.",
        409 when meant != status => $"The target '{target}' has a resource with these unique values already.",
        _ when length > 0 && !mediaType.Contains("json", StringComparison.OrdinalIgnoreCase) =>
            string.Create(CultureInfo.InvariantCulture, $"The target '{target}' answered HTTP {status} with a non-JSON error ({mediaType})."),
        _ => string.Create(CultureInfo.InvariantCulture, $"The target '{target}' answered HTTP {status} without an explanation."),
    };

    // Never between the halves of a character beyond U+FFFF.
    private static string Bounded(string words) => words.Length <= LongestDetail
        ? words
        : words[..(char.IsHighSurrogate(words[LongestDetail - 1]) ? LongestDetail - 1 : LongestDetail)] + "…";

    private static bool LooksLikeJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{' or (byte)'[', ..];

    // A sentence that is JSON itself tells the client nothing that it could show or understand.
    private static bool LooksLikeJson(string words) => words.AsSpan().TrimStart() is ['{' or '[', ..];

    /// <summary>Seconds or a date (RFC 9110 section 10.2.3), the latter against the target's own clock where it shows one.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } header) return null;
        if (header.Delta is { } delta) return delta;
        var now = response.Headers.Date ?? clock.GetUtcNow();
        return header.Date is { } date && date > now ? date - now : TimeSpan.Zero;
    }

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
