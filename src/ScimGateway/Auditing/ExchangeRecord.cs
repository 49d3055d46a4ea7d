using ScimGateway.Scim.Errors;

namespace ScimGateway.Auditing;

/// <summary>The facts of an exchange, put together once: what its log line and its audit record say.</summary>
internal sealed record ExchangeRecord(string CorrelationId, DateTimeOffset Started)
{
    public string? Client { get; init; }

    public string? Token { get; init; }

    /// <summary>The correlation id of the request that is the reason for what the gateway does by itself; <see
    /// langword="null"/>: a client asks.</summary>
    public string? Cause { get; init; }

    /// <summary>The lane that it is about, as people name it: <c>app/7</c>.</summary>
    public string? Lane { get; init; }

    /// <summary>Why a person did it, in the person's own words.</summary>
    public string? Why { get; init; }

    public string? Target { get; init; }

    public string? Mapping { get; init; }

    public string? MappingHash { get; init; }

    public string Operation { get; init; } = "";

    public string? ResourceType { get; init; }

    public string? ResourceId { get; init; }

    /// <summary>The id that the target has given the resource instead; <see langword="null"/>: it has kept its own.</summary>
    public string? ChangedId { get; init; }

    public IReadOnlyList<string> Attributes { get; init; } = [];

    public IReadOnlyList<string> Ignored { get; init; } = [];

    public string? Lifecycle { get; init; }

    public IReadOnlyList<TargetCallRecord> Calls { get; init; } = [];

    /// <summary>The operations of a Bulk request, each with its own calls, in the order they were done.</summary>
    public IReadOnlyList<ExchangeRecord> Parts { get; init; } = [];

    public int Status { get; init; }

    public ScimType? ScimType { get; init; }

    public string? TargetFault { get; init; }

    public bool IsOurFault { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>How many requests of senders whom nobody knows this one record stands for; 0: it is the record of one.</summary>
    public long Folded { get; init; }

    /// <summary>A later fact of a kind replaces an earlier one; names that are not written, and calls, add up.</summary>
    public static ExchangeRecord Of(Exchange exchange)
    {
        var (who, where, asked) = (exchange.Who, exchange.Where, exchange.Requested);
        Caused? caused = null;
        Found? found = null;
        Renamed? renamed = null;
        Wanted? wanted = null;
        Failed? failed = null;
        Answered? answered = null;
        IReadOnlyList<string> ignored = [];
        List<TargetCallRecord>? calls = null;
        foreach (var fact in exchange.Facts)
            switch (fact)
            {
                case TargetCallRecord one: (calls ??= new(1)).Add(one); break;
                case Wanted one: wanted = one; break;
                case Caused one: caused = one; break;
                case Found one: found = one; break;
                case Renamed one: renamed = one; break;
                case Failed one: failed = one; break;
                case Answered one: answered = one; break;
                case Unwritten one: ignored = [.. ignored, .. one.Attributes]; break;
                default: break;
            }

        return new(exchange.CorrelationId, exchange.Started)
        {
            Client = who?.Client,
            Token = who?.Token,
            Cause = caused?.CorrelationId,
            Lane = caused?.Lane,
            Why = caused?.Why,
            Target = where?.Target,
            Mapping = where?.Mapping,
            MappingHash = where?.MappingHash,
            Operation = asked?.Operation ?? "",
            ResourceType = asked?.ResourceType,
            ResourceId = found?.ResourceId ?? asked?.ResourceId,
            ChangedId = renamed?.ResourceId,
            Attributes = wanted?.Attributes ?? [],
            Ignored = ignored,
            Lifecycle = wanted?.Lifecycle,
            Calls = calls ?? (IReadOnlyList<TargetCallRecord>)[],
            Parts = exchange.Parts.Count == 0 ? [] : [.. exchange.Parts.Select(Of)],
            Status = answered?.Status ?? 0,
            ScimType = failed?.ScimType,
            TargetFault = failed?.TargetFault,
            IsOurFault = failed?.IsOurs ?? false,
            Elapsed = answered?.Elapsed ?? default,
        };
    }
}
