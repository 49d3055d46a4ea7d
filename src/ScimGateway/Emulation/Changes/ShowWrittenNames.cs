using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Stores.Remembered;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>Clients see the name that they wrote for a group whose name the mapping changes (<c>Sales EMEA</c> becomes
/// <c>sales-emea</c>), as long as the target has the changed name: otherwise Entra would rename the group in each cycle, because
/// it reads back another name.</summary>
internal sealed class ShowWrittenNames(ITarget inner, WrittenNames names) : TargetLayer(inner)
{
    private static readonly AttributePath DisplayName = new(null, "displayName");

    protected override bool Concerns(ScimRequest request) => true;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var answer = await Inner.SendAsync(request, context);
        switch (request.Operation)
        {
            case ScimOperation.List:
                return await ShownAsync(answer, context.Cancellation);
            case ScimOperation.Delete:
                await names.ForgetAsync(request.Id!, context.Cancellation);
                return answer;
            case ScimOperation.Create or ScimOperation.Replace or ScimOperation.Patch when WrittenIn(request) is { } written:
                await RememberAsync(written, request, answer, context);
                break;
            default:
                break;
        }

        if (
            answer.HasResource
            && (request.Id ?? Id(answer)) is { } id
            && await names.FindAsync(id, context.Cancellation) is { } known
        )
            Show(answer.Resource!, known);
        return answer;
    }

    private async Task<ScimAnswer> ShownAsync(ScimAnswer answer, CancellationToken cancellation)
    {
        var known = await names.AllAsync(cancellation);
        if (known.Count == 0) return answer;
        foreach (var group in answer.List!.Resources)
            if (group["id"].IsString(out string? id) && known.GetValueOrDefault(id) is { } name) Show(group, name);
        return answer with { UnreadList = null };
    }

    private async Task RememberAsync(string written, ScimRequest request, ScimAnswer answer, CallContext context)
    {
        try
        {
            if ((request.Id ?? Id(answer)) is not { } id || await StoredAsync(id, request, answer, context) is not { } stored)
                return;
            var name = new WrittenName(written, stored);
            var known = await names.FindAsync(id, context.Cancellation);
            if (stored == written && known is not null) await names.ForgetAsync(id, context.Cancellation);
            else if (stored != written && known != name) await names.RememberAsync(id, name, context.Cancellation);
        }
        catch (ScimException fault)
        {
            string done = request.Operation == ScimOperation.Create ? "created" : "changed";
            throw fault.After($"The {request.Type.Name} was {done}, but its name was not remembered; send it again");
        }
    }

    // A terse answer does not show the changed name; if it cannot be read yet, a later answer shows it.
    private async Task<string?> StoredAsync(string id, ScimRequest request, ScimAnswer answer, CallContext context)
    {
        if (answer.HasResource && NameOf(answer.Resource!) is { } stored) return stored;
        try
        {
            return NameOf((await Inner.SendAsync(request.ToRead(id), context)).Resource!);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            return null;
        }
    }

    private static void Show(JsonObject group, WrittenName known)
    {
        if (NameOf(group) == known.Stored) group[group.SpellingOf(DisplayName.Name)!] = known.Written;
    }

    private static string? WrittenIn(ScimRequest request)
    {
        if (request.Patch is not { } patch) return NameOf(request.Resource!);
        var rename = patch.Operations.LastOrDefault(operation =>
            operation.Path is { Where: null } path && path.Attribute.Equals(DisplayName));
        return rename?.Value.IsString(out string? name) == true ? name : null;
    }

    private static string? NameOf(JsonObject group) => group.Find(DisplayName.Name).IsString(out string? name) ? name : null;

    private static string? Id(ScimAnswer answer) => answer.Resource?["id"].IsString(out string? id) == true ? id : null;
}
