using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Creates;
using ScimGateway.Emulation.Repeats;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.State;
using ScimGateway.Stores.Remembered;
using ScimGateway.Targets;

namespace ScimGateway.Pipeline.Endpoints;

/// <summary>A POST of a Bulk request that refers to the resource of a later one, and so takes two calls. It is recorded before
/// the first call and until after the second: if the process ends in between, the client's retry adds the references, to this
/// resource only.</summary>
internal sealed class SplitPost(BegunCreates begun, string name, JsonObject wanted)
{
    private BegunCreate? before;

    /// <returns><see langword="null"/>: it could not be found again.</returns>
    public static SplitPost? Of(ScimRequest post, ResourceMapping mapping, GatewayState state, Target target) =>
        RepeatCreate.NameOf(mapping) is { } attribute && post.Resource!.Find(attribute.Name).IsString(out string? name)
            ? new SplitPost(state.Creates(target.Config, $"{mapping.Type.Name} in Bulk"), name, post.Resource!)
            : null;

    /// <summary>The first call.</summary>
    /// <param name="find">Finds the resource that has the name already.</param>
    public async Task<ScimAnswer> MakeAsync(
        Func<Task<ScimAnswer>> send, Func<Task<JsonObject?>> find, CancellationToken cancellation)
    {
        before = await begun.FindAsync(name, cancellation);
        if (before is null) await begun.BeginAsync(name, null, cancellation);
        try
        {
            var answer = await send();
            await MadeAsync(answer.Resource!["id"]!.GetValue<string>(), cancellation);
            return answer;
        }
        catch (ScimException fault) when (Fates.IsRefusal(fault))
        {
            if (fault.Status == 409 && before is not null && await find() is { } there && IsHalf(there))
                return new ScimAnswer { Status = 201, Resource = there };
            await EndAsync(cancellation);
            throw;
        }
    }

    /// <summary>The second call is done.</summary>
    public Task EndAsync(CancellationToken cancellation) => begun.EndAsync(name, cancellation);

    private async Task MadeAsync(string id, CancellationToken cancellation)
    {
        try
        {
            await begun.BeginAsync(name, id, cancellation);
        }
        catch (ScimException fault)
        {
            throw fault.After($"Created with the id '{id}', but what refers to later operations was not added; send it again");
        }
    }

    private bool IsHalf(JsonObject there) =>
        before!.Id is { } id ? there["id"]!.GetValue<string>() == id : HalfOf.Is(there, wanted);
}
