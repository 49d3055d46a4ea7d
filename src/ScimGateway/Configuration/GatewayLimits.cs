using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Configuration;

/// <summary>Limits on all input (<c>limits</c>). There is no "unlimited".</summary>
internal sealed record GatewayLimits
{
    /// <summary>A client's request body, bytes.</summary>
    [Bounds("1024", "1073741824")]
    public int BodyBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>A target's answer, bytes after decompression.</summary>
    [Bounds("1024", "1073741824")]
    public int AnswerBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Memory for all requests in progress, bytes: bodies, answers, and what is made of them. One client may hold at
    /// most half of it.</summary>
    [Bounds("16777216", "2147483647")]
    public int WorkBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Nesting of a JSON body, levels.</summary>
    [Bounds("4", "128")]
    public int JsonDepth { get; init; } = 32;

    /// <summary>Members of one JSON object of a client's body.</summary>
    [Bounds("16", "1000000")]
    public int JsonMembers { get; init; } = 2_000;

    /// <summary>Values of a client's body: objects, arrays, and what they contain. Each counts 400 bytes of
    /// <see cref="WorkBytes"/>, however short its text is.</summary>
    [Bounds("1000", "10000000")]
    public int JsonValues { get; init; } = 300_000;

    /// <summary>Length of a filter, UTF-16 characters.</summary>
    [Bounds("16", "65536")]
    public int FilterLength { get; init; } = 8192;

    /// <summary>Nesting of a filter, levels.</summary>
    [Bounds("1", "128")]
    public int FilterDepth { get; init; } = 32;

    /// <summary>Comparisons and connectives in one filter.</summary>
    [Bounds("1", "10000")]
    public int FilterNodes { get; init; } = 500;

    /// <summary>Operations in one PATCH after path-less ones are taken apart.</summary>
    [Bounds("1", "100000")]
    public int PatchOperations { get; init; } = 10_000;

    /// <summary>Resources on a page that a client gets, if the gateway needs several calls to fill it.</summary>
    [Bounds("1", "100000")]
    public int PageResources { get; init; } = 1_000;

    /// <summary>How long a cursor is valid.</summary>
    [Bounds("10s", "24h")]
    public TimeSpan CursorTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Steps that the gateway takes for one PATCH, about 100 ns each: values that are looked at, compared or
    /// copied.</summary>
    [Bounds("1000", "1000000000")]
    public int PatchSteps { get; init; } = 2_000_000;

    /// <summary>Names in <c>attributes</c> or <c>excludedAttributes</c>.</summary>
    [Bounds("1", "10000")]
    public int AttributeNames { get; init; } = 200;

    /// <summary>Operations in one Bulk request.</summary>
    [Bounds("1", "10000")]
    public int BulkOperations { get; init; } = 1000;

    /// <summary>A Bulk request's body, bytes.</summary>
    [Bounds("1024", "1073741824")]
    public int BulkBytes { get; init; } = 1024 * 1024;

    /// <summary>Resources of one target that one request may read, if the target cannot filter, sort or count itself.</summary>
    [Bounds("1", "1000000")]
    public int ScanResources { get; init; } = 10_000;

    /// <summary>Tests of one such evaluation: comparisons of the filter with each resource, and with each element of an attribute
    /// of several.</summary>
    [Bounds("1000", "1000000000")]
    public int ScanTests { get; init; } = 4_000_000;

    /// <summary>CPU time for one call of a mapping's function.</summary>
    [Bounds("1ms", "10s")]
    public TimeSpan ScriptTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Statements in one call of a mapping's function.</summary>
    [Bounds("100", "10000000")]
    public int ScriptStatements { get; init; } = 10_000;

    /// <summary>Depth of calls inside a mapping's function.</summary>
    [Bounds("1", "256")]
    public int ScriptRecursion { get; init; } = 64;

    /// <summary>Bytes that one call of a mapping's function may allocate.</summary>
    [Bounds("1048576", "268435456")]
    public int ScriptMemory { get; init; } = 16 * 1024 * 1024;

    /// <summary>Time that one match of a mapping's regular expression should need; it is ended after ten times that.</summary>
    [Bounds("1ms", "10s")]
    public TimeSpan ScriptRegexTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Length of an array that a mapping's function may make.</summary>
    [Bounds("16", "1000000")]
    public int ScriptArrayLength { get; init; } = 10_000;

    public ScimLimits ToScimLimits() => new()
    {
        JsonDepth = JsonDepth,
        JsonMembers = JsonMembers,
        JsonValues = JsonValues,
        FilterLength = FilterLength,
        FilterDepth = FilterDepth,
        FilterNodes = FilterNodes,
        PatchOperations = PatchOperations,
        PatchSteps = PatchSteps,
        AttributeNames = AttributeNames,
        BulkOperations = BulkOperations,
        BulkPayloadSize = BulkBytes,
    };

    public ScriptLimits ToScriptLimits() => new()
    {
        Time = ScriptTime,
        Statements = ScriptStatements,
        Recursion = ScriptRecursion,
        Memory = ScriptMemory,
        RegexTime = ScriptRegexTime,
        ArrayLength = ScriptArrayLength,
    };
}
