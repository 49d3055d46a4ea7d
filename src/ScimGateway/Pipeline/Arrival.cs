using ScimGateway.Clients;
using ScimGateway.Runtime;
using ScimGateway.Targets;

namespace ScimGateway.Pipeline;

/// <summary>A request whose sender and destination are known: from here on nobody asks the token or the URL again.</summary>
/// <param name="Gateway">The config that the whole request is served by, reloads notwithstanding.</param>
/// <param name="Client">Whose token it carries.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="Segments">The decoded path after the target: <c>Users</c>, <c>Users/2819c223</c>.</param>
/// <param name="BaseUrl">What precedes them in the URLs that this client sees: <c>https://gw.example/scim/v2</c>.</param>
internal sealed record Arrival(Gateway Gateway, Client Client, Target Target, IReadOnlyList<string> Segments, string BaseUrl);
