using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Pipeline.Endpoints;

/// <summary>A look-up of groups at a target without groups finds nobody, if the client has this leniency: its connection test
/// does it, and would fail with a 404. A create is refused all the same.</summary>
internal static class AbsentType
{
    /// <summary>The type of the look-up; <see langword="null"/>: the request is not such a look-up.</summary>
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
