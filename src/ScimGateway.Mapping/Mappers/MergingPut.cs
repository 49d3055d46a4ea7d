using System.Text.Json.Nodes;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Values;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A PUT to a target that keeps what a PUT leaves out: a removed value must be sent as the row's empty value. Otherwise
/// the target would keep it, although the client gets a success.</summary>
/// <param name="rows">The table.</param>
internal sealed class MergingPut(IReadOnlyList<Row> rows)
{
    /// <param name="after">The same after the change, with the empty values that rows name.</param>
    /// <param name="unread">The rows of what is removed that no answer shows.</param>
    /// <exception cref="ScimException"><c>mutability</c>: an attribute was removed, and no row names an empty value for
    /// it.</exception>
    public void Check(TargetResource before, TargetResource after, IEnumerable<Row> unread)
    {
        if (unread.FirstOrDefault(row => row.Empty is null) is { } silent) throw Refusal(silent.Target!.Path);
        foreach (var (name, old) in before.Tree)
        {
            if (Differences.IsCommon(name) || Unassigned.Is(old)) continue;
            if (Differences.IsExtension(name) && old is JsonObject extension)
                CheckExtension(name, extension, after.Tree.Find(name) as JsonObject ?? []);
            else if (after.Tree.SpellingOf(name) is null)
                throw Refusal(new AttributePath(null, name));
        }
    }

    private ScimException Refusal(AttributePath target)
    {
        var row = rows.FirstOrDefault(row => row is { Updates: true, Client: not null } && target.Equals(row.Target?.Path));
        var client = row?.Made?.Sources[0] ?? row?.Client;
        return ScimException.Mutability(
            $"{client?.ToString() ?? target.ToString()} cannot be cleared: the target keeps what a PUT leaves out, and its mapping names no empty value for it. "
            + "Give it another value, or have the mapping's row say what the target takes for none (empty: null, \"\" or []).");
    }

    private void CheckExtension(string urn, JsonObject before, JsonObject after)
    {
        foreach (var (name, old) in before)
            if (!Unassigned.Is(old) && after.SpellingOf(name) is null) throw Refusal(new AttributePath(urn, name));
    }
}
