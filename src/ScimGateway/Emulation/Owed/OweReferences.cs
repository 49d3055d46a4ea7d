using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.References;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Stores.Owed;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Owed;

/// <summary>A reference to somebody who is not at the target yet (<c>missing: "defer"</c>): the target gets the rest, and is owed
/// the reference until the other one appears. Clients see what they wrote. Stands on the types that are named, too, so that
/// nobody appears unseen.</summary>
internal sealed class OweReferences(
    ITarget inner, ResourceMapping mapping, ReferenceDirectory directory, OwedResources owed, IReadOnlyList<AttributePath> names,
    OwedSignal due, int most) : TargetLayer(inner)
{
    private readonly OwedWrites writes = new(mapping, directory);
    private readonly OwedOverlay overlay = new(mapping);
    private readonly ContentVersion versions = new(mapping.References);
    private readonly OwedLists lists = new(inner, mapping, owed, new OwedOverlay(mapping), most);

    protected override bool Concerns(ScimRequest request) => true;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var answer = request.Operation switch
        {
            ScimOperation.List => owed.MayOwe ? await lists.ListAsync(request, context) : await Inner.SendAsync(request, context),
            ScimOperation.Read => await ReadAsync(request, context),
            ScimOperation.Delete => await Inner.SendAsync(request, context),
            _ => await WriteAsync(request, context),
        };
        if (names.Count > 0 && owed.MayOwe) await AppearedAsync(answer, context);
        return Versioned(answer);
    }

    private async Task<ScimAnswer> ReadAsync(ScimRequest request, CallContext context)
    {
        var answer = await Inner.SendAsync(request, context);
        if (!owed.MayOwe) return answer;
        var rows = await owed.OfAsync(request.Id!, context.Cancellation);
        overlay.Lay(answer.Resource!, rows.Where(row => context.Paying?.Contains(row.Version) != true));
        return answer;
    }

    private async Task<ScimAnswer> WriteAsync(ScimRequest request, CallContext context)
    {
        bool mayOwe = owed.MayOwe;
        var rows = mayOwe && request.Id is { } known ? await owed.OfAsync(known, context.Cancellation) : [];
        if (rows.Count == 0 && !writes.Any) return await Inner.SendAsync(request, context);
        var write = await writes.PartAsync(request, rows, context);
        var answer = await Inner.SendAsync(write.Sent ?? request.ToRead(), context);
        if ((request.Id ?? IdIn(answer)) is not { } id) return answer;
        if (write.Gone.Count + write.Added.Count > 0) await KeepAsync(id, write, request, context);
        if (answer.HasResource) overlay.Lay(answer.Resource!, Left(id, rows, write));
        return answer;
    }

    // After the target has taken the rest, and before the client hears of it: whoever hears nothing repeats.
    private async Task KeepAsync(string id, OwedWrite write, ScimRequest request, CallContext context)
    {
        try
        {
            var change = new OwedChange(write.Gone, write.Added, context.Exchange.CorrelationId, context.Exchange.Client);
            await owed.ChangeAsync(id, change, context.Cancellation);
        }
        catch (ScimException fault)
        {
            string done = request.Operation == ScimOperation.Create ? $"created with the id '{id}'" : "changed";
            throw fault.After($"The {request.Type.Name} was {done}, but whom it names and the target does not have yet was not remembered; send it again");
        }

        if (write.Added.Count > 0) due.Set();
    }

    private static IEnumerable<OwedRow> Left(string id, IReadOnlyList<OwedRow> rows, OwedWrite write) =>
        rows.Except(write.Gone).Concat(write.Added.Select(added => new OwedRow(id, added, 0, long.MaxValue, 0, "")));

    private async Task AppearedAsync(ScimAnswer answer, CallContext context)
    {
        IReadOnlyList<JsonObject> shown = answer.List?.Resources ?? (answer.Resource is { } one ? [one] : []);
        var here = shown.SelectMany(NamesOf).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (here.Count > 0 && await owed.AppearedAsync(here, context.Cancellation) > 0) due.Set();
    }

    private IEnumerable<string> NamesOf(JsonObject resource) => names
        .Select(name => ReferencePlace.Find(resource, name)?.Value).OfType<string>();

    private ScimAnswer Versioned(ScimAnswer answer)
    {
        if (!writes.Any) return answer;
        if (answer.List is { } list)
        {
            foreach (var resource in list.Resources)
                if (resource["meta"] is JsonObject meta && meta.ContainsKey("version"))
                    meta["version"] = versions.Of(resource).ToString();
            return answer;
        }

        var version = answer.HasResource && answer.Version is not null ? versions.Of(answer.Resource!) : null;
        return answer with { Version = version, IsVersionOfTarget = false, UnreadResource = null, Resource = answer.Resource };
    }

    private static string? IdIn(ScimAnswer answer) => answer.Resource?["id"].IsString(out string? id) == true ? id : null;
}
