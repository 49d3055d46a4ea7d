namespace ScimGateway.Tests.Scimmy;

/// <summary>One SCIM request as it arrived at scimmy.</summary>
/// <param name="Method"><c>PATCH</c></param>
/// <param name="Url">Path and query as they were sent: <c>/scim/v2/Users?filter=…</c></param>
/// <param name="Headers">By lower-case name.</param>
/// <param name="Body">As text; empty when there was none.</param>
public sealed record ScimmyCall(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body);
