using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Work;

namespace ScimGateway.Calls;

/// <summary>Sends one call to a destination over HTTP, and returns JSON or a fault that explains itself.</summary>
/// <remarks>The target gets the gateway's own headers only: none of the client's (credentials, cookies, encodings, <c>Expect</c>)
/// is ever forwarded.</remarks>
internal sealed partial class HttpStep(
    TargetConfig config,
    TargetMapping mapping,
    GatewayLimits limits,
    TargetTraffic traffic,
    TargetFaults faults,
    TimeProvider clock
) : ICallStep
{
    /// <summary>The <c>Accept</c> header of every call.</summary>
    public const string Accepted = "application/scim+json, application/json; q=0.9";

    // Address and path were normalised when they were read, and the rest is encoded here: parsing the URI again would cost every
    // call.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly MediaTypeHeaderValue mediaType = new(mapping.MediaType);
    private readonly KeyValuePair<string, string>[] headers = [.. mapping.Headers, .. UserAgent.Unless(mapping.Headers)];
    private readonly TargetCredentials credentials = TargetCredentials.From(config.Auth);

    private readonly TargetSecrets secrets = TargetSecrets.Of(config.Auth);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt> SendAsync(Sending sending)
    {
        var (call, (connection, cancellation)) = (sending.Call, sending.Context);
        using var deadline = Deadline.After(Shorter(config.Limits.Timeout, sending.TimeLeft), cancellation);
        long started = clock.GetTimestamp();
        int status = 0, waits = connection.Exchange.Work?.Waits ?? 0;
        ScimException? refusal = null;
        Exception? unreached = null;
        try
        {
            using var request = Request(sending);
            using var response = await connection.Client.SendAsync(request, deadline.Token);
            status = (int)response.StatusCode;
            var reply = await ReadAsync(sending, response, deadline.Token);
            traffic.Trouble.Ended();
            return new Attempt(reply, null, Fate.Settled, sending);
        }
        catch (ScimException fault)
        {
            refusal = fault;
            return Judge(fault, sending);
        }
        catch (Exception fault)
            when (IsOfTheTarget(fault) || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // A call whose answer waited for memory, and then had no time left, is not the target's fault.
            bool isFull = fault is OperationCanceledException && connection.Exchange.Work?.Waits > waits;
            if (fault is not InvalidDataException && !isFull) unreached = fault;
            var told = isFull ? WorkHold.Full() : faults.From(fault);
            return Judge(told, sending);
        }
        finally
        {
            connection.Ended(sending.Place, unreached);
            var record = new TargetCallRecord(call.Method.Method, call.Endpoint, status, clock.GetElapsedTime(started));
            connection.Exchange.Add(refusal is null ? record : Refused(record, refusal, sending));
        }
    }

    private TargetCallRecord Refused(TargetCallRecord record, ScimException refusal, Sending sending)
    {
        record = record with
        {
            IsRefused = Fates.IsOfTheTarget(refusal),
            Said = refusal.Said is { } words ? ValueMask.Of(words, sending.Call.Values) : null,
        };
        if (record.Said is not null) LogSaid(
            traffic.Log,
            record.Method,
            record.Endpoint,
            config.Name,
            record.Status,
            record.Said!,
            sending.Context.Exchange.CorrelationId
        );
        return record;
    }

    private Attempt Judge(ScimException fault, Sending sending)
    {
        var fate = Fates.Of(fault);
        if (fate is Fate.Throttled or Fate.Declined && fault.RetryAfter is { } wait)
            traffic.Budget.Pause.Take(wait, fault.Status);
        traffic.Trouble.Judge(fault, Fates.HurtsTarget(fault));
        sending.MayBeDone |= fate == Fate.Unknown;
        return new Attempt(null, fault, fate, sending) { HurtsTarget = Fates.HurtsTarget(fault) };
    }

    private HttpRequestMessage Request(Sending sending)
    {
        var (call, connection) = (sending.Call, sending.Context.Connection);
        var request = new HttpRequestMessage(call.Method, new Uri(sending.BaseAddress + call.Endpoint + call.Rest, AsWritten));
        request.Headers.TryAddWithoutValidation("Accept", Accepted);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", ContentCoding.Accepted);
        credentials.AddTo(request.Headers);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("X-Correlation-Id", connection.Exchange.CorrelationId);
        if (call.IfMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", call.IfMatch);
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(ScimJson.ToUtf8(body.Tree));
            request.Content.Headers.ContentType = mediaType;
        }

        return request;
    }

    private async ValueTask<TargetReply> ReadAsync(Sending sending, HttpResponseMessage response, CancellationToken cancellation)
    {
        var work = sending.Context.Connection.Exchange.Work;
        if (response.IsSuccessStatusCode && !sending.Call.IsRead) work?.Changed();
        var room = new AnswerRoom(work, Shorter(config.Limits.Timeout, sending.TimeLeft) / 2, cancellation);
        // A redirect's body is not read, and after 101 the connection never ends.
        bool isRead = (int)response.StatusCode is (>= 200 and < 300) or >= 400;
        var body = isRead
            ? await BoundedBody.ReadAsync(response.Content, limits.AnswerBytes, room, cancellation)
            : ReadOnlyMemory<byte>.Empty;
        if (body is { } told) body = secrets.Hide(told);
        if (body is null && response.IsSuccessStatusCode) throw faults.TooLarge(limits.AnswerBytes);
        var whole = body ?? default;
        var rule = faults.RuleOf(sending.Call.Method, response, whole);
        if (rule is { IsDone: true }) return TargetReply.Empty;
        if (!response.IsSuccessStatusCode) throw faults.From(response, whole, rule);
        if (faults.InSuccess(response, whole, rule) is { } error) throw error;
        return new TargetReply(
            (int)response.StatusCode,
            IsBlank(whole.Span) ? default : whole,
            Header(response.Content.Headers, "Content-Type"),
            Header(response.Headers, "ETag"),
            Header(response.Headers, "Location")
        )
        { Scale = work };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // As it was sent: parsing it would cost every answer, and it is only needed for the fault of an answer that is not JSON.
    private string? Header(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? secrets.Hide(values.ToString()) : null;

    // InvalidDataException: the answer claims to be compressed, and is not.
    private static bool IsOfTheTarget(Exception fault) => fault is HttpRequestException or IOException or InvalidDataException;

    private static bool IsBlank(ReadOnlySpan<byte> body) => body.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    [LoggerMessage(4, LogLevel.Debug, "{Method} {Endpoint} at {Target} was answered with {Status}: {Said} {CorrelationId}")]
    private static partial void LogSaid(
        ILogger logger,
        string method,
        string endpoint,
        string target,
        int status,
        string said,
        string correlationId
    );
}
