namespace ScimGateway.Sandbox;

/// <summary>One request as it arrived, whatever the answer was.</summary>
/// <param name="Method"><c>PATCH</c>.</param>
/// <param name="PathAndQuery">As in the request line: <c>/scim/v2/Users?filter=userName%20eq%20%22a%22</c>.</param>
/// <param name="Headers">By name in any case; several values of one name are joined with <c>", "</c>.</param>
/// <param name="Body">As text; empty when there was none.</param>
public sealed record RecordedCall(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, string Body);
