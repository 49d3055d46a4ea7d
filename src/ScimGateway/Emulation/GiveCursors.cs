using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Between the cursors that clients hold and positions in a list, which nobody outside sees. A cursor is good for one
/// client, target and query; the size of the page is free.</summary>
internal sealed class GiveCursors(ITarget inner, string target, ClientCursors cursors) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request is { Operation: ScimOperation.List, Query.Cursor: { } cursor } ? PageAsync(cursor, request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> PageAsync(string cursor, ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        byte[] query = Digest(connection.Exchange.Client!, target, request.Type.Name, request.Query);
        string position = cursor.Length == 0 ? "" : cursors.Open(cursor, query);
        var answer = await inner.SendAsync(request with { Query = request.Query with { Cursor = position } }, connection, cancellation);
        var list = answer.List!;
        return answer with { List = list with { NextCursor = list.NextCursor is { } next ? cursors.Seal(next, query) : null } };
    }

    /// <summary>What a cursor is good for.</summary>
    /// <param name="type">The resource type; <c>""</c> for a list of all.</param>
    public static byte[] Digest(string client, string target, string type, ResourceQuery query)
    {
        var what = new JsonArray(client, target, type, (query with { Cursor = null, Count = null }).ToSearch());
        return SHA256.HashData(Encoding.UTF8.GetBytes(what.ToJsonString()));
    }
}
