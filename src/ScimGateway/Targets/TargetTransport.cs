using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Polly.CircuitBreaker;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Mapping;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Work;

namespace ScimGateway.Targets;

/// <summary>Carries one call to a target over HTTP, within its limits, and brings back JSON or a fault that explains itself. What
/// failed is sent again where that is safe (<see cref="Targets.Repeats"/>) and the client's time allows it.</summary>
/// <remarks>The target gets the gateway's own headers only: nothing of the client's (credentials, cookies, encodings,
/// <c>Expect</c>) ever passes.</remarks>
internal sealed class TargetTransport(TargetConfig config, TargetMapping mapping, GatewayLimits limits, TargetTraffic traffic, TimeProvider clock)
{
    /// <summary>What every call wants to read.</summary>
    public const string Accepted = "application/scim+json, application/json; q=0.9";

    // Address and path are as a URI has them since they were read, and what follows them is encoded here: looking through it again would
    // cost every call.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly MediaTypeHeaderValue mediaType = new(mapping.MediaType);
    private readonly KeyValuePair<string, string>[] headers = [.. mapping.Headers, .. UserAgent.Unless(mapping.Headers)];
    private readonly TargetCredentials credentials = TargetCredentials.From(config.Auth);

    private readonly TargetSecrets secrets = TargetSecrets.Of(config.Auth);

    public TargetFaults Faults { get; } = new(config.Name, mapping, TargetSecrets.Of(config.Auth), clock);

    /// <summary>Whether calls that failed are sent again at all.</summary>
    public bool Repeats => config.Limits.Retries > 0;

    /// <summary>The longest <c>Retry-After</c> that is waited for.</summary>
    public TimeSpan LongestWait => config.Limits.RetryAfter;

    /// <summary>One try, at the first destination that takes it: one that refuses the connection, or whose breaker is open, has not seen
    /// the call.</summary>
    public ValueTask<Attempt> AttemptAsync(Sending sending) => sending.Connection.Addresses.Count == 1 ? AskAsync(sending) : AskAnyAsync(sending);

    private async ValueTask<Attempt> AskAnyAsync(Sending sending)
    {
        var attempt = await AskAsync(sending);
        for (int others = sending.Connection.Addresses.Count - 1; others > 0 && attempt.IsUnseen; others--)
        {
            sending.MoveOn();
            attempt = await AskAsync(sending);
        }

        return attempt;
    }

    // Its turn, then the call, if the breaker lets it go. Most calls find a target that is well and has room: they pay for neither a queue
    // nor a breaker.
    private ValueTask<Attempt> AskAsync(Sending sending) =>
        traffic.IsCalm && traffic.Budget.TryEnter() is { } turn ? CallAsync(sending, turn) : WaitAsync(sending);

    /// <summary>What becomes of a call whose first try failed.</summary>
    /// <exception cref="ScimException">The target failed, refused, or answered what cannot be used.</exception>
    public async ValueTask<TargetReply> RepeatAsync(Attempt first)
    {
        var sending = first.Sending;
        var last = await traffic.RepeatAsync(first);
        if (last.Fault is not { } fault) return last.Reply!;
        // The first DELETE may have been done, and then the second finds nothing.
        return sending.MayBeDone && sending.Call.Method == HttpMethod.Delete && fault.Status == 404 ? TargetReply.Empty : throw fault;
    }

    private async ValueTask<Attempt> WaitAsync(Sending sending)
    {
        if (traffic.Budget.Pause.Now is { } pause && pause.Left > sending.TimeLeft) return Told(Faults.Paused(pause.Left, pause.Status), sending);
        using var deadline = Deadline.After(sending.TimeLeft, sending.Cancellation);
        try
        {
            var turn = await traffic.Budget.EnterAsync(sending.Connection.Exchange.Client ?? "", deadline.Token);
            if (turn is null) return Told(Faults.Busy(traffic.Budget.Pause.Now?.Left ?? TimeSpan.Zero), sending);
            return await traffic.WatchAsync(sending, turn);
        }
        catch (OperationCanceledException fault) when (!sending.Cancellation.IsCancellationRequested)
        {
            return Told(Faults.Busy(traffic.Budget.Pause.Now?.Left ?? TimeSpan.Zero, fault), sending); // its turn did not come in time
        }
    }

    /// <summary>What is told of a call that the breaker keeps back.</summary>
    public Attempt Kept(BrokenCircuitException open, Sending sending)
    {
        sending.Connection.Ended(sending.Place, open);
        return Told(Faults.Resting(open.RetryAfter, open), sending);
    }

    /// <summary>The call itself.</summary>
    /// <param name="turn">Ends with the call; <see langword="null"/>: it is the breaker's that watches the call.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt> CallAsync(Sending sending, IDisposable? turn)
    {
        var (call, connection) = (sending.Call, sending.Connection);
        using var ends = turn;
        using var deadline = Deadline.After(Shorter(config.Limits.Timeout, sending.TimeLeft), sending.Cancellation);
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
            return await ToldAsync(Judge(fault, sending), isWatched: turn is null);
        }
        catch (Exception fault) when (IsOfTheTarget(fault) || (fault is OperationCanceledException && !sending.Cancellation.IsCancellationRequested))
        {
            // Whose answer waited for room, and then had no time left, was not let down by the target.
            bool isFull = fault is OperationCanceledException && connection.Exchange.Work?.Waits > waits;
            if (fault is not InvalidDataException && !isFull) unreached = fault;
            var told = isFull ? WorkHold.Full() : Faults.From(fault);
            return await ToldAsync(Judge(told, sending), isWatched: turn is null);
        }
        finally
        {
            connection.Ended(sending.Place, unreached);
            var record = new TargetCallRecord(call.Method.Method, call.Endpoint, status, clock.GetElapsedTime(started));
            connection.Exchange.Called(refusal is null ? record : Refused(record, refusal, sending));
        }
    }

    private TargetCallRecord Refused(TargetCallRecord record, ScimException refusal, Sending sending)
    {
        record = record with
        {
            IsRefused = Fates.IsOfTheTarget(refusal),
            Said = refusal.Said is { } words ? ValueMask.Of(words, sending.Call.Values) : null,
        };
        if (record.Said is not null) traffic.LogRefused(record, sending.Connection.Exchange.CorrelationId);
        return record;
    }

    private async ValueTask<Attempt> ToldAsync(Attempt attempt, bool isWatched)
    {
        if (attempt.HurtsTarget && !isWatched) await traffic.HearAsync(attempt);
        return attempt;
    }

    /// <summary>No try at all: what the gateway itself says.</summary>
    private static Attempt Told(ScimException fault, Sending sending) => new(null, fault, Fate.Settled, sending);

    private Attempt Judge(ScimException fault, Sending sending)
    {
        var fate = Fates.Of(fault);
        if (fate is Fate.Throttled or Fate.Declined && fault.RetryAfter is { } wait) traffic.Budget.Pause.Take(wait, fault.Status);
        traffic.Trouble.Judge(fault, Fates.HurtsTarget(fault));
        sending.MayBeDone |= fate == Fate.Unknown;
        return new Attempt(null, fault, fate, sending) { HurtsTarget = Fates.HurtsTarget(fault) };
    }

    private HttpRequestMessage Request(Sending sending)
    {
        var (call, connection) = (sending.Call, sending.Connection);
        var request = new HttpRequestMessage(call.Method, new Uri(sending.BaseAddress + call.Endpoint + call.Rest, AsWritten));
        request.Headers.TryAddWithoutValidation("Accept", Accepted);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", ContentCoding.Accepted);
        credentials.AddTo(request.Headers);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("X-Correlation-Id", connection.Exchange.CorrelationId);
        if (call.IfMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", call.IfMatch);
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(ScimJson.ToUtf8(call.Body));
            request.Content.Headers.ContentType = mediaType;
        }

        return request;
    }

    private async ValueTask<TargetReply> ReadAsync(Sending sending, HttpResponseMessage response, CancellationToken cancellation)
    {
        var work = sending.Connection.Exchange.Work;
        if (response.IsSuccessStatusCode && !sending.Call.IsRead) work?.Changed();
        var room = new AnswerRoom(work, Shorter(config.Limits.Timeout, sending.TimeLeft) / 2, cancellation);
        // A redirect's body is nobody's business, and after 101 the connection never ends.
        bool isRead = (int)response.StatusCode is (>= 200 and < 300) or >= 400;
        var body = isRead ? await BoundedBody.ReadAsync(response.Content, limits.AnswerBytes, room, cancellation) : ReadOnlyMemory<byte>.Empty;
        if (body is { } told) body = secrets.Hide(told);
        if (body is null && response.IsSuccessStatusCode) throw Faults.TooLarge(limits.AnswerBytes);
        var whole = body ?? default;
        var rule = Faults.RuleOf(sending.Call.Method, response, whole);
        if (rule is { IsDone: true }) return TargetReply.Empty;
        if (!response.IsSuccessStatusCode) throw Faults.From(response, whole, rule);
        if (Faults.InSuccess(response, whole, rule) is { } error) throw error;
        return new TargetReply((int)response.StatusCode, IsBlank(whole.Span) ? default : whole, Header(response.Content.Headers, "Content-Type"), Header(response.Headers, "ETag"), Header(response.Headers, "Location")) { Scale = work };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // As it was sent: parsing it would cost every answer, and it is only needed to speak of one that is no JSON.
    private string? Header(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? secrets.Hide(values.ToString()) : null;

    // InvalidDataException: the answer says that it is compressed, and is not.
    private static bool IsOfTheTarget(Exception fault) => fault is HttpRequestException or IOException or InvalidDataException;

    private static bool IsBlank(ReadOnlySpan<byte> body) => body.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
