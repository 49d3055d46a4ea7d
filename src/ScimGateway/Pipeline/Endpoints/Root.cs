using System.Text.Json.Nodes;
using ScimGateway.Emulation.Lists;
using ScimGateway.Emulation.Requests;
using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

namespace ScimGateway.Pipeline.Endpoints;

/// <summary>The server root (RFC 7644 sections 3.4.2.1 and 3.4.3), <c>GET /?filter=…</c> and <c>POST /.search</c>: the resources
/// of every type of the client's target in one list.</summary>
/// <param name="send">Sends one request to its stack.</param>
internal sealed class Root(Arrival arrival, Func<ITarget, ScimRequest, Task<ScimAnswer>> send)
{
    public static bool IsAsked(Arrival arrival) => arrival.Segments.Count == 0 || arrival.IsSearch;

    /// <param name="asked">A list, of whichever type.</param>
    public async Task<Given> AnswerAsync(Asked asked)
    {
        var resources = arrival.Target.InOrder;
        ResourceType[] all = [.. resources.Select(resource => resource.Mapping.Type)];
        ScimRequest[] requests = [.. resources.Select(resource =>
            arrival.Client.ToCommon(asked with { Resource = resource }, arrival.Gateway.Limits))];
        var query = requests[0].Query;
        TypeQuery[] types =
        [
            .. requests
                .Zip(resources, (request, resource) => TypeQuery.For(request, resource.Stack, all, resource.Mapping.Drops))
                .OfType<TypeQuery>(),
        ];
        byte[] digest = GiveCursors.Digest(arrival.Client.Name, arrival.Target.Name, "", query);
        string? position = query.Cursor is { Length: > 0 } cursor ? arrival.Gateway.Cursors.Open(cursor, digest) : query.Cursor;
        var page = await new ListOfTypes(types, query, ListLimits.Of(arrival.Gateway.Config.Limits), send).PageAsync(position);
        return new Given(200, Message(page, query, next => arrival.Gateway.Cursors.Seal(next, digest)).ToJson());
    }

    private ListResponse Message(PageOfTypes page, ResourceQuery query, Func<string, string> seal)
    {
        foreach (var (resource, asked) in page.Resources) ProfileWords.Finish(resource, asked, arrival.BaseUrl);
        IReadOnlyList<JsonObject> resources = [.. page.Resources.Select(found => found.Resource)];
        var list = new ListResponse(page.Total ?? resources.Count, resources.Count == 0 ? 1 : query.StartIndex ?? 1, resources);
        return query.Cursor is null
            ? list
            : list with
            {
                TotalIsKnown = page.Total is not null,
                Pagination = PaginationMethod.Cursor,
                NextCursor = page.Next is { } next ? seal(next) : null,
            };
    }
}
