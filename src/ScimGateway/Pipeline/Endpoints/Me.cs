using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Pipeline.Endpoints;

/// <summary><c>/Me</c> (RFC 7644 section 3.11): the user that the config names for this client, by userName or by id.</summary>
internal static class Me
{
    public static bool IsAsked(Arrival arrival) =>
        arrival.Segments.Count == 1 && arrival.Segments[0].Equals("Me", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="ScimException">501: the config names no user for the client, or its target has no users.</exception>
    public static Arrival Locate(HttpContext context, Arrival arrival)
    {
        if (arrival.Client.Me is not { } me) throw ScimException.NotImplemented(
            "/Me is nobody: the config of this client does not say who it is (clients[].me)."
        );
        if (HttpMethods.IsPost(context.Request.Method))
            throw ScimException.NotImplemented("/Me cannot be created; POST to /Users.");
        return arrival.Target.Resources.ContainsKey("Users")
            ? arrival with { Segments = ["Users", me] }
            : throw ScimException.NotImplemented($"The target '{arrival.Target.Name}' has no users, so that /Me is nobody.");
    }

    /// <summary>The id of a userName; a text that is no user's userName is taken for an id.</summary>
    /// <param name="send">Sends to the users of the target.</param>
    public static async Task<string> IdAsync(ScimRequest request, Func<ScimRequest, Task<ScimAnswer>> send)
    {
        var filter = new ComparisonFilter(
            new AttributePath(null, "userName"),
            ComparisonOperator.Eq,
            FilterLiteral.Of(request.Id!)
        );
        var answer = await send(new ScimRequest
        {
            Operation = ScimOperation.List,
            Type = request.Type,
            Query = new ResourceQuery { Filter = filter },
        });
        return answer.List!.Resources is [var one] ? one["id"]!.GetValue<string>() : request.Id!;
    }
}
