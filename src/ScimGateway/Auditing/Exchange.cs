using System.Collections.Frozen;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Stores;
using ScimGateway.Work;

namespace ScimGateway.Auditing;

/// <summary>One request of a client with everything it caused, down to each call to a target: the unit of audit. A list of facts,
/// put together once, when it has ended (<see cref="ExchangeRecord"/>).</summary>
/// <remarks>Told along the road by the one request that owns it.</remarks>
internal sealed class Exchange(string correlationId, DateTimeOffset started)
{
    /// <summary>The <see cref="ScimException.Reason"/> of a value that the mapping cannot read.</summary>
    private const string Unreadable = "unreadable value";

    private static readonly FrozenDictionary<ScimOperation, string> Words = Enum.GetValues<ScimOperation>()
        .ToFrozenDictionary(each => each, each => each.ToString().ToLowerInvariant());

    private readonly List<Fact> facts = new(8);
    private List<Exchange>? parts;

    /// <summary>32 hexadecimal digits; also the response header <c>X-Correlation-Id</c>. Empty for an exchange that is not
    /// logged.</summary>
    public string CorrelationId { get; } = correlationId;

    public DateTimeOffset Started { get; } = started;

    /// <summary>When its calls to the target began, by the clock's own timestamp: operations of one Bulk request share the time
    /// that its client waits. <see langword="null"/>: none has begun.</summary>
    public long? CallsBegan { get; set; }

    /// <summary>The memory that it holds; <see langword="null"/>: not counted.</summary>
    internal WorkHold? Work { get; set; }

    /// <summary>Who sent it; <see langword="null"/> until the token is known.</summary>
    public Identified? Who { get; private set; }

    /// <summary>Where it goes; <see langword="null"/> until token and path are known.</summary>
    public Addressed? Where { get; private set; }

    public Requested? Requested { get; private set; }

    public string? Client => Who?.Client;

    public string? Target => Where?.Target;

    public string? ResourceType => Requested?.ResourceType;

    /// <summary>What became known, in its order.</summary>
    public IReadOnlyList<Fact> Facts => facts;

    /// <summary>The operations of a Bulk request, each with its own calls, in the order in which they were done.</summary>
    public IReadOnlyList<Exchange> Parts => parts ?? (IReadOnlyList<Exchange>)[];

    /// <summary>The calls to targets so far.</summary>
    public IEnumerable<TargetCallRecord> Calls => facts.OfType<TargetCallRecord>();

    /// <summary>Takes a fact over. References of one answer are looked up several at a time.</summary>
    public void Add(Fact fact)
    {
        switch (fact)
        {
            case Identified who: Who = who; break;
            case Addressed where: Where = where; break;
            case Requested asked: Requested = asked; break;
            default:
                lock (facts) facts.Add(fact);
                break;
        }
    }

    public void Asks(ScimOperation operation, string resourceType, string? id) =>
        Add(new Requested(Words[operation], resourceType, id));

    /// <summary>Begins an operation of a Bulk request.</summary>
    public Exchange Part()
    {
        var part = new Exchange(CorrelationId, Started)
        {
            Who = Who,
            Where = Where,
            CallsBegan = CallsBegan,
            Work = Work,
        };
        (parts ??= []).Add(part);
        return part;
    }

    /// <summary>Takes from the fault that ended it what the operator should know.</summary>
    public void Fail(ScimException fault) =>
        Add(new Failed(fault.Type, fault.Reason ?? (IsAnswer(fault) ? $"HTTP {fault.Status}" : null), IsOurs(fault)));

    /// <summary>Whether the gateway's operator must correct a fault: its own 500, or a value that the mapping cannot read, whose
    /// sentence names the row and the resource.</summary>
    public bool IsOurs(ScimException fault) =>
        (fault.Status == 500 && !IsAnswer(fault)) || fault.Reason is Unreadable or StoreFault.Reason;

    /// <summary>Whether a fault is the target's own 5xx. A 500 after any call that failed counts as one: its message may be the
    /// target's, and contain personal data.</summary>
    private bool IsAnswer(ScimException fault) => fault is { Status: >= 500, Reason: null, InnerException: null }
        && Calls.Any(call => call.Status == fault.Status || (fault.Status == 500 && call.Status is 0 or >= 400));

    /// <summary>A fault as the client sees it: with what the target had changed before it, and with the correlation id, because
    /// some clients (Entra ID) show their users the sentence of an error and not its headers.</summary>
    public ScimException Tell(ScimException fault)
    {
        fault = WithWhatWasDone(fault);
        return CorrelationId.Length == 0 ? fault : fault.EndingIn($" (correlation id {CorrelationId})");
    }

    private ScimException WithWhatWasDone(ScimException fault)
    {
        if (fault.TellsWhatWasDone) return fault;
        // With a reason it speaks of the last call itself, whose answer could not be used; a value of it that cannot be read says
        // nothing of the call.
        var last = Calls.SkipLast(fault.Reason is null or Unreadable ? 0 : 1).LastOrDefault(call => call.HasChanged);
        return last is null
            ? fault
            : fault.After($"After the target had answered {last.Method} {last.Endpoint} with {last.Status}");
    }
}

/// <summary>One call to a target.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Endpoint">The target's endpoint (<c>/Users</c>), without id and query.</param>
/// <param name="Status">The target's HTTP status; 0 when there was none.</param>
/// <param name="Elapsed">From the call to the end of its answer.</param>
internal sealed record TargetCallRecord(string Method, string Endpoint, int Status, TimeSpan Elapsed) : Fact
{
    /// <summary>Whether the target did not do it, although its status is a success: a rule of the mapping matches its answer
    /// (<c>{"ok":false}</c>).</summary>
    public bool IsRefused { get; init; }

    /// <summary>The target's message about an error, masked by <see cref="ValueMask"/>; <see langword="null"/> when there was
    /// none.</summary>
    public string? Said { get; init; }

    /// <summary>Whether the target has done a change that was not done before.</summary>
    public bool HasChanged =>
        !IsRefused
        && Status is >= 200 and < 300
        && Method != HttpMethods.Get
        && !Endpoint.EndsWith("/.search", StringComparison.Ordinal);
}
