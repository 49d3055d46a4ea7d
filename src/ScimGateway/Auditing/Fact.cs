using ScimGateway.Scim.Errors;

namespace ScimGateway.Auditing;

/// <summary>Something that became known of an exchange; it never changes again.</summary>
internal abstract record Fact;

/// <summary>Who sent it.</summary>
/// <param name="Client">The client's name in the config.</param>
/// <param name="Token">The name of the token that it presented; <see langword="null"/>: it has none (<c>token</c>).</param>
internal sealed record Identified(string Client, string? Token) : Fact;

/// <summary>Where it goes.</summary>
/// <param name="Target">The target's name in the config.</param>
/// <param name="Mapping">The mapping's name.</param>
/// <param name="MappingHash">The SHA-256 of its file: the rule that the change went through.</param>
internal sealed record Addressed(string Target, string? Mapping, string? MappingHash) : Fact;

/// <summary>What it asks for.</summary>
/// <param name="Operation"><c>create</c>, <c>read</c>, <c>list</c>, <c>replace</c>, <c>patch</c>, <c>delete</c>,
/// <c>discover</c>, <c>bulk</c>; the HTTP method while nothing better is known.</param>
/// <param name="ResourceType">Of which type; <see langword="null"/>: of none, or of all.</param>
/// <param name="ResourceId">The id that it names.</param>
internal sealed record Requested(string Operation, string? ResourceType = null, string? ResourceId = null) : Fact;

/// <summary>What it wants changed.</summary>
/// <param name="Attributes">The names of the attributes, in the client's words; never their values.</param>
/// <param name="Lifecycle"><c>deactivated</c> or <c>activated</c>, where the change says so.</param>
internal sealed record Wanted(IReadOnlyList<string> Attributes, string? Lifecycle) : Fact;

/// <summary>Attributes that the client set, and the mapping does not write.</summary>
internal sealed record Unwritten(IReadOnlyList<string> Attributes) : Fact;

/// <summary>The resource that it is about, learned on the way: who <c>/Me</c> is, or what was created.</summary>
internal sealed record Found(string? ResourceId) : Fact;

/// <summary>The target has given the resource another id.</summary>
internal sealed record Renamed(string ResourceId) : Fact;

/// <summary>It ended with a fault.</summary>
/// <param name="ScimType">What the client is told by a word.</param>
/// <param name="TargetFault">Why the target could not be used, for the operator (<c>credentials refused</c>, <c>HTTP 500</c>);
/// <see langword="null"/> when it could.</param>
/// <param name="IsOurs">Whether the gateway's operator must mend it, and not the target's.</param>
internal sealed record Failed(ScimType? ScimType, string? TargetFault, bool IsOurs) : Fact;

/// <summary>What the client got.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Elapsed">Since it came.</param>
internal sealed record Answered(int Status, TimeSpan Elapsed) : Fact;

/// <summary>Why the gateway, or a person at its machine, does it: no client asks.</summary>
/// <param name="CorrelationId">The request that is the reason.</param>
/// <param name="Lane">The lane that it is about, as people name it: <c>app/7</c>.</param>
/// <param name="Why">The reason of a person, in the person's own words.</param>
internal sealed record Caused(string? CorrelationId, string? Lane, string? Why = null) : Fact;
