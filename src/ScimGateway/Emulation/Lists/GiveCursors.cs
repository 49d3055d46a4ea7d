using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Lists;

/// <summary>Translates between the cursors of clients and positions in a list, which are internal. A cursor is valid for one
/// client, target and query, with any page size.</summary>
internal sealed class GiveCursors(ITarget inner, string target, ClientCursors cursors) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request is { Operation: ScimOperation.List, Query.Cursor: not null };

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        string cursor = request.Query.Cursor!;
        byte[] query = Digest(context.Exchange.Client!, target, request.Type.Name, request.Query);
        string position = cursor.Length == 0 ? "" : cursors.Open(cursor, query);
        var answer = await Inner.SendAsync(request with { Query = request.Query with { Cursor = position } }, context);
        var list = answer.List!;
        return answer with { List = list with { NextCursor = list.NextCursor is { } next ? cursors.Seal(next, query) : null } };
    }

    /// <summary>What a cursor is valid for.</summary>
    /// <param name="type">The resource type; <c>""</c> for a list of all.</param>
    public static byte[] Digest(string client, string target, string type, ResourceQuery query)
    {
        var what = new JsonArray(client, target, type, (query with { Cursor = null, Count = null }).ToSearch());
        return SHA256.HashData(Encoding.UTF8.GetBytes(what.ToJsonString()));
    }
}
