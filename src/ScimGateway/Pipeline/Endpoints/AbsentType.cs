using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Pipeline.Endpoints;

/// <summary>A look-up of groups at a target that has none finds nobody, to a client that may ask so: its test of the connection
/// does, and a 404 would end it. Creating one is refused as ever.</summary>
internal static class AbsentType
{
    /// <summary>The type that is looked up; <see langword="null"/>: the request is none of this.</summary>
    public static ResourceType? Of(HttpContext context, Arrival arrival) =>
        arrival is { Segments: [var endpoint], Client.Leniency: var leniency } && leniency.HasFlag(Leniency.AbsentTypes)
        && HttpMethods.IsGet(context.Request.Method) && !arrival.Target.Resources.ContainsKey(endpoint)
            ? new[] { ResourceType.User, ResourceType.Group }.FirstOrDefault(type =>
                type.Endpoint.AsSpan(1).Equals(endpoint, StringComparison.OrdinalIgnoreCase))
            : null;

    public static Given Answer(Arrival arrival, ResourceType absent)
    {
        arrival.Exchange.Asks(ScimOperation.List, absent.Name, null);
        return new Given(200, ListResponse.Empty.ToJson());
    }
}
