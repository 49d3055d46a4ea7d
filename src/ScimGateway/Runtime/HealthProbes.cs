using System.Collections.Concurrent;
using ScimGateway.Calls;
using ScimGateway.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ScimGateway.Runtime;

/// <summary>The requests of YARP's health checks: a GET with the target's credentials, because most SCIM servers answer nothing
/// without.</summary>
internal sealed class HealthProbes : IProbingRequestFactory
{
    // By cluster, whose id contains the address: no credentials are ever sent to another address.
    private readonly ConcurrentDictionary<string, TargetCredentials> credentials = new(StringComparer.Ordinal);

    /// <summary>From now on the cluster is probed with these credentials.</summary>
    public void Carry(string clusterId, TargetAuth auth) => credentials[clusterId] = TargetCredentials.From(auth);

    public HttpRequestMessage CreateRequest(ClusterModel cluster, DestinationModel destination)
    {
        string address = destination.Config.Health ?? destination.Config.Address;
        var url = RequestUtilities.MakeDestinationAddress(
            address,
            cluster.Config.HealthCheck?.Active?.Path ?? "",
            QueryString.Empty
        );
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", HttpStep.Accepted);
        request.Headers.TryAddWithoutValidation(UserAgent.Header, UserAgent.Value);
        if (credentials.TryGetValue(cluster.Config.ClusterId, out var own)) own.AddTo(request.Headers);
        return request;
    }
}
