using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Emulation.Requests;

/// <summary>A PATCH that is sent to the target in several parts, one after the other.</summary>
internal static class PatchParts
{
    /// <param name="parts">At least one.</param>
    /// <param name="send">Sends one of them.</param>
    /// <returns>The last answer.</returns>
    /// <exception cref="ScimException">One failed; from the second on it says how many were done.</exception>
    public static async Task<ScimAnswer> SendAsync(IReadOnlyList<ScimRequest> parts, Func<ScimRequest, Task<ScimAnswer>> send)
    {
        var answer = await send(parts[0]);
        string? id = IdAfter(answer, parts[0].Id);
        for (int done = 1; done < parts.Count; done++)
        {
            try
            {
                // The first part has changed the resource, has made another version than the client's If-Match, and at some
                // targets another id (a new name).
                answer = await send(parts[done] with { Id = id, IfMatch = null, Current = null });
                id = IdAfter(answer, id);
            }
            catch (ScimException fault)
            {
                throw fault.After(
                    $"The {parts[done].Type.Name} '{id}' was changed by {done} of {parts.Count} parts of the PATCH, "
                    + "but the next failed; send it again");
            }
        }

        return answer;
    }

    private static string? IdAfter(ScimAnswer answer, string? id) =>
        !answer.HasResource || (answer.IsUnread && answer.UnreadResource!.IsOf(id!))
            ? id
            : answer.Resource!["id"]!.GetValue<string>();
}
