using System.Collections.Frozen;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.State;
using ScimGateway.Work;

namespace ScimGateway.Auditing;

/// <summary>One request of a client with everything it caused, down to each call to a target: the unit of audit.</summary>
/// <remarks>Filled in along the road by the one request that owns it, and never read by another thread before
/// <see cref="IAuditSink.Write"/> gets it.</remarks>
internal sealed class Exchange(string correlationId, DateTimeOffset started)
{
    /// <summary>The <see cref="ScimException.Reason"/> of a value that the mapping cannot read.</summary>
    private const string Unreadable = "unreadable value";

    private static readonly FrozenDictionary<ScimOperation, string> Words = Enum.GetValues<ScimOperation>()
        .ToFrozenDictionary(each => each, each => each.ToString().ToLowerInvariant());

    private readonly List<TargetCallRecord> calls = new(1);
    private List<Exchange>? parts;

    /// <summary>32 hexadecimal digits; also the response header <c>X-Correlation-Id</c>. Empty on a road that ends in no
    /// log.</summary>
    public string CorrelationId { get; } = correlationId;

    public DateTimeOffset Started { get; } = started;

    /// <summary>When its calls to the target began, by the clock's own timestamp: operations of one Bulk request share the time
    /// that its client waits. <see langword="null"/>: none has begun.</summary>
    public long? CallsBegan { get; set; }

    /// <summary>The memory that it holds; <see langword="null"/>: nobody counts it.</summary>
    internal WorkHold? Work { get; set; }

    /// <summary>The client's name in the config; <see langword="null"/> until its token is known.</summary>
    public string? Client { get; set; }

    /// <summary>The name of the token that the client presented; <see langword="null"/>: it has none (<c>token</c>), or is not
    /// known.</summary>
    public string? Token { get; set; }

    public string? Target { get; set; }

    /// <summary>The mapping's name, and the SHA-256 of its file: the rule that the change went through.</summary>
    public string? Mapping { get; set; }

    public string? MappingHash { get; set; }

    /// <summary><c>create</c>, <c>read</c>, <c>list</c>, <c>replace</c>, <c>patch</c>, <c>delete</c>, <c>discover</c>; the
    /// HTTP method while nothing better is known.</summary>
    public string Operation { get; set; } = "";

    public string? ResourceType { get; set; }

    public string? ResourceId { get; set; }

    /// <summary>The id that the target has given the resource instead; <see langword="null"/>: it has kept its own.</summary>
    public string? ChangedId { get; set; }

    /// <summary>The names of the attributes that the client wanted changed, in the client's words; never their values.</summary>
    public IReadOnlyList<string> Attributes { get; set; } = [];

    /// <summary>The names of the attributes that the client set, and the mapping does not write.</summary>
    public IReadOnlyList<string> Ignored { get; set; } = [];

    /// <summary><c>deactivated</c> or <c>activated</c>, where the client's change says so; <see langword="null"/> where it says
    /// nothing of it.</summary>
    public string? Lifecycle { get; set; }

    public IReadOnlyList<TargetCallRecord> Calls => calls;

    /// <summary>The operations of a Bulk request, each with its own calls, in the order they were done.</summary>
    public IReadOnlyList<Exchange> Parts => parts ?? (IReadOnlyList<Exchange>)[];

    /// <summary>The HTTP status that the client got.</summary>
    public int Status { get; set; }

    public ScimType? ScimType { get; set; }

    /// <summary>Why the target could not be used, for the operator (<c>credentials refused</c>, <c>HTTP 500</c>); <see
    /// langword="null"/> when it could.</summary>
    public string? TargetFault { get; set; }

    /// <summary>Whether it ended with a fault that the gateway's operator must mend, and not with what the target
    /// answered.</summary>
    public bool IsOurFault { get; private set; }

    public TimeSpan Elapsed { get; set; }

    /// <summary>How many requests of senders whom nobody knows this one record stands for; 0: it is the record of one.</summary>
    public long Folded { get; init; }

    public void Asks(ScimOperation operation, string resourceType, string? id)
    {
        Operation = Words[operation];
        ResourceType = resourceType;
        ResourceId = id;
    }

    /// <summary>Begins an operation of a Bulk request.</summary>
    public Exchange Part()
    {
        var part = new Exchange(CorrelationId, Started)
        {
            Client = Client,
            Target = Target,
            CallsBegan = CallsBegan,
            Work = Work,
        };
        (parts ??= []).Add(part);
        return part;
    }

    /// <summary>References of one answer are looked up several at a time.</summary>
    public void Called(TargetCallRecord call)
    {
        lock (calls) calls.Add(call);
    }

    /// <summary>Takes from the fault that ended it what the operator should know.</summary>
    public void Fail(ScimException fault)
    {
        ScimType = fault.Type;
        TargetFault = fault.Reason ?? (IsAnswer(fault) ? $"HTTP {fault.Status}" : null);
        IsOurFault = IsOurs(fault);
    }

    /// <summary>Whether a fault is for the gateway's operator to mend: its own 500, or a value that the mapping cannot read,
    /// whose sentence names the row and the resource.</summary>
    public bool IsOurs(ScimException fault) =>
        (fault.Status == 500 && !IsAnswer(fault)) || fault.Reason is Unreadable or SqliteStore.Reason;

    /// <summary>Whether a fault is the target's own 5xx. A 500 after any call that failed counts as one: its words may be the
    /// target's, and name people.</summary>
    private bool IsAnswer(ScimException fault) => fault is { Status: >= 500, Reason: null, InnerException: null }
        && calls.Exists(call => call.Status == fault.Status || (fault.Status == 500 && call.Status is 0 or >= 400));

    /// <summary>A fault as the client is told it: with what the target had changed already when it happened, and with the
    /// correlation id, because some clients (Entra ID) show their people the sentence of an error and not its headers.</summary>
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
        var last = calls.SkipLast(fault.Reason is null or Unreadable ? 0 : 1).LastOrDefault(call => call.HasChanged);
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
internal sealed record TargetCallRecord(string Method, string Endpoint, int Status, TimeSpan Elapsed)
{
    /// <summary>Whether the target did not do it, though its status is a success: a rule of the mapping knows its answer
    /// (<c>{"ok":false}</c>).</summary>
    public bool IsRefused { get; init; }

    /// <summary>What the target said about an error, masked by <see cref="ValueMask"/>; <see langword="null"/> when it said
    /// nothing.</summary>
    public string? Said { get; init; }

    /// <summary>Whether the target has done something that it had not done before.</summary>
    public bool HasChanged =>
        !IsRefused
        && Status is >= 200 and < 300
        && Method != HttpMethods.Get
        && !Endpoint.EndsWith("/.search", StringComparison.Ordinal);
}
