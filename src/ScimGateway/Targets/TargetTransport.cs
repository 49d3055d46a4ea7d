using System.Net.Http.Headers;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Mapping;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Targets;

/// <summary>Carries one call to a target over HTTP, within its limits, and brings back JSON or a fault that explains itself.</summary>
/// <remarks>The target gets the gateway's own headers only: nothing of the client's (credentials, cookies, encodings,
/// <c>Expect</c>) ever passes.</remarks>
internal sealed class TargetTransport(TargetConfig config, TargetMapping mapping, GatewayLimits limits, TimeProvider clock)
    : IDisposable
{
    private const string Accepted = "application/scim+json, application/json; q=0.9";

    private readonly MediaTypeHeaderValue mediaType = new(mapping.MediaType);
    private readonly TargetCredentials credentials = TargetCredentials.From(config.Auth);
    private readonly TargetBudget budget = new(config.Limits);

    public TargetFaults Faults { get; } = new(config.Name, mapping, clock);

    /// <exception cref="ScimException">The target failed, refused, or answered what cannot be used.</exception>
    public async Task<TargetReply> SendAsync(TargetCall call, TargetConnection connection, CancellationToken cancellation)
    {
        using var deadline = Deadline.After(config.Limits.Timeout, cancellation);
        long started = clock.GetTimestamp();
        int status = 0;
        bool sent = false;
        try
        {
            using var turn = await budget.EnterAsync(deadline.Token) ?? throw Faults.Busy();
            using var request = Request(call, connection);
            sent = true;
            using var response = await connection.Client.SendAsync(request, deadline.Token);
            status = (int)response.StatusCode;
            return await ReadAsync(response, deadline.Token);
        }
        catch (Exception fault) when (IsOfTheTarget(fault) || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw sent ? Faults.From(fault) : Faults.Busy(fault);
        }
        finally
        {
            if (sent) connection.Exchange.Called(new TargetCallRecord(call.Method.Method, call.Endpoint, status, clock.GetElapsedTime(started)));
        }
    }

    public void Dispose() => budget.Dispose();

    private HttpRequestMessage Request(TargetCall call, TargetConnection connection)
    {
        var request = new HttpRequestMessage(call.Method, connection.BaseAddress + call.Endpoint + call.Rest);
        request.Headers.TryAddWithoutValidation("Accept", Accepted);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", ContentCoding.Accepted);
        credentials.AddTo(request.Headers);
        foreach (var (name, value) in mapping.Headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("X-Correlation-Id", connection.Exchange.CorrelationId);
        if (call.IfMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", call.IfMatch);
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(ScimJson.ToUtf8(call.Body));
            request.Content.Headers.ContentType = mediaType;
        }

        return request;
    }

    private async Task<TargetReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        // A redirect's body is nobody's business, and after 101 the connection never ends.
        if ((int)response.StatusCode is < 200 or (>= 300 and < 400)) throw Faults.From(response, default);
        var body = await BoundedBody.ReadAsync(response.Content, limits.AnswerBytes, cancellation);
        if (!response.IsSuccessStatusCode) throw Faults.From(response, body ?? default);
        if (body is not { } whole) throw Faults.TooLarge(limits.AnswerBytes);
        if (Faults.InSuccess(whole) is { } error) throw error;
        return new TargetReply((int)response.StatusCode, IsBlank(whole.Span) ? default : whole, Header(response.Content.Headers, "Content-Type"), Header(response.Headers, "ETag"), Header(response.Headers, "Location"));
    }

    // As it was sent: parsing it would cost every answer, and it is only needed to speak of one that is no JSON.
    private static string? Header(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    // InvalidDataException: the answer says that it is compressed, and is not.
    private static bool IsOfTheTarget(Exception fault) => fault is HttpRequestException or IOException or InvalidDataException;

    private static bool IsBlank(ReadOnlySpan<byte> body) => body.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
