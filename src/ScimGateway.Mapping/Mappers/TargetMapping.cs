using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Mappers;

/// <summary>One target's dialect, compiled: immutable, shared by all requests, replaced as a whole on reload.</summary>
public sealed class TargetMapping
{
    /// <summary>The mapping of a target that speaks plain RFC 7643/7644 users and groups.</summary>
    public static TargetMapping Plain { get; } = new()
    {
        Name = "plain",
        Hash = "",
        Resources = [ResourceMapping.Plain(ResourceType.User), ResourceMapping.Plain(ResourceType.Group)],
    };

    /// <summary>The name in logs and audit records: the folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the mapping file, lower-case hex, for the audit log.</summary>
    public required string Hash { get; init; }

    /// <summary>One for each resource type that the target has.</summary>
    public required IReadOnlyList<ResourceMapping> Resources { get; init; }

    /// <summary>The rules for the target's own errors, in the order in which they are tried.</summary>
    public IReadOnlyList<ErrorRule> Errors { get; init; } = [];

    /// <summary>Headers of every call (some targets require a <c>User-Agent</c>).</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The media type of request bodies: <c>application/scim+json</c> unless the target wants another.</summary>
    public string MediaType { get; init; } = "application/scim+json";

    /// <summary>The mapping of the type that answers at an endpoint (<c>/Users</c>).</summary>
    public ResourceMapping? At(string endpoint) =>
        Resources.FirstOrDefault(resource => resource.Type.Endpoint.Equals(endpoint, StringComparison.OrdinalIgnoreCase));

    /// <summary>Warms up every function of the mapping with a few hundred calls: the first calls of a script engine take a
    /// hundred times longer.</summary>
    /// <param name="clock">Measures <paramref name="most"/>.</param>
    /// <param name="most">Time after which no further call begins.</param>
    /// <param name="cancellation">Ends it before the next call.</param>
    /// <returns>How many calls were made; 0 for a mapping without functions.</returns>
    public int WarmUp(TimeProvider clock, TimeSpan most, CancellationToken cancellation = default)
    {
        long began = clock.GetTimestamp();
        int calls = 0;
        for (int round = 0; round < 300; round++)
            foreach (var call in Resources.SelectMany(resource => resource.WarmUps()))
            {
                if (cancellation.IsCancellationRequested || clock.GetElapsedTime(began) >= most) return calls;
                call();
                calls++;
            }

        return calls;
    }
}
