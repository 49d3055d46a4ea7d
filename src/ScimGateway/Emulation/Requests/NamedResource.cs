using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Emulation.Requests;

/// <summary>Looks up the one resource with a name.</summary>
internal static class NamedResource
{
    /// <param name="send">Sends the look-up.</param>
    /// <returns><see langword="null"/>: there is none, or more than one.</returns>
    public static async Task<JsonObject?> FindAsync(
        Func<ScimRequest, Task<ScimAnswer>> send,
        ResourceType type,
        AttributePath path,
        string value
    )
    {
        var filter = new ComparisonFilter(path, ComparisonOperator.Eq, FilterLiteral.Of(value));
        var answer = await send(new ScimRequest
        {
            Operation = ScimOperation.List,
            Type = type,
            Query = new ResourceQuery { Filter = filter },
        });
        // Some targets ignore a filter that they do not support: the first result may be any resource.
        var predicate = FilterPredicate.Compile(filter, type);
        return answer.List!.Resources.Where(one => predicate.Matches(one)).ToList() is [var only] ? only : null;
    }
}
