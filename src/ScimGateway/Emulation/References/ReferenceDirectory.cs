using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Replicas;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.References;

/// <summary>What one target's resources are called: from an id to the name that references use (an e-mail), and back. Asks the
/// target, and remembers for a short while what it showed; what is not there is never remembered.</summary>
/// <remarks>Types and attributes have no line breaks, so that a key, whose last part may be any text, means one thing.</remarks>
internal sealed partial class ReferenceDirectory(
    IReadOnlyDictionary<string, ResourceTarget> byType, IReplicaCache cache, string owner, ILogger log)
{
    /// <summary>A name can change at the target, where the gateway does not see it: an answer is never wrong for longer than a
    /// minute. A change through another replica is noticed after five seconds.</summary>
    private static readonly CacheTerm Term = new(InAll: TimeSpan.FromMinutes(1), InMemory: TimeSpan.FromSeconds(5));

    /// <summary>Resources that are learned from at once: enough to keep a connection busy, and no flood of it.</summary>
    private const int Together = 100;

    private readonly CacheRegion ids = new(cache, owner, "id", Term);
    private readonly CacheRegion named = new(cache, owner, "name", Term);

    private readonly ILookup<string, AttributePath> names = byType.Values.SelectMany(resource => resource.Mapping.References)
        .Select(reference => (reference.Type, reference.By)).Distinct()
        .ToLookup(name => name.Type, name => name.By, StringComparer.Ordinal);

    /// <summary>Whether anybody refers to resources of a type by a name.</summary>
    public bool Knows(string type) => names.Contains(type);

    /// <summary>The name of the resource with an id; <see langword="null"/> when there is none.</summary>
    public async Task<string?> NameAsync(
        ResourceReference reference, string id, CallContext context)
    {
        if (await named.FindAsync(Key(reference.Type, reference.By, id), context.Cancellation) is { } known) return known;
        try
        {
            var target = byType[reference.Type];
            var read = new ScimRequest { Operation = ScimOperation.Read, Type = target.Mapping.Type, Id = id };
            var answer = await target.Stack.SendAsync(read, context);
            return await RememberAsync(reference.Type, reference.By, id, answer.Resource!, context.Cancellation);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            return null;
        }
    }

    /// <summary>The id of the resource with a name; <see langword="null"/> when there is none.</summary>
    public async Task<string?> IdAsync(
        ResourceReference reference, string name, CallContext context)
    {
        if (await ids.FindAsync(NameKey(reference.Type, reference.By, name), context.Cancellation) is { } known) return known;
        var target = byType[reference.Type];
        var filter = new ComparisonFilter(reference.By, ComparisonOperator.Eq, FilterLiteral.Of(name));
        var query = new ResourceQuery { Filter = filter };
        var list = new ScimRequest { Operation = ScimOperation.List, Type = target.Mapping.Type, Query = query };
        var answer = await target.Stack.SendAsync(list, context);
        // Some targets overlook a filter, and show somebody else.
        var found = answer.List!.Resources.FirstOrDefault(resource =>
            ReferencePlace.Find(resource, reference.By) is { } found && Spelling.AreSame(found.Value, name));
        if (found?["id"]?.GetValue<string>() is { } id)
        {
            await RememberAsync(reference.Type, reference.By, id, found, context.Cancellation);
            return id;
        }

        LogUnknown(log, reference.Path.ToString(), context.Exchange.Target, reference.Type, context.Exchange.CorrelationId);
        return null;
    }

    /// <summary>Takes resources that the target just showed, so that a page's own references cost no calls.</summary>
    public async Task LearnAsync(string type, IReadOnlyList<JsonObject> resources, CancellationToken cancellation)
    {
        if (!Knows(type)) return;
        foreach (var some in resources.Chunk(Together))
            await Task.WhenAll(some.Select(resource => LearnAsync(type, resource, cancellation)));
    }

    /// <summary>Takes it that a resource is about to change, or has changed, in a way that nobody has seen.</summary>
    public async Task ForgetAsync(string type, string id)
    {
        foreach (var by in names[type])
        {
            string key = Key(type, by, id);
            if (await named.FindAsync(key, CancellationToken.None) is { } name) await ids.ForgetAsync(NameKey(type, by, name));
            await named.ForgetAsync(key);
        }
    }

    private async Task LearnAsync(string type, JsonObject resource, CancellationToken cancellation)
    {
        if (resource["id"]?.GetValue<string>() is not { } id) return;
        foreach (var by in names[type]) await RememberAsync(type, by, id, resource, cancellation);
    }

    private async Task<string?> RememberAsync(
        string type, AttributePath by, string id, JsonObject resource, CancellationToken cancellation)
    {
        string key = Key(type, by, id);
        string? name = ReferencePlace.Find(resource, by)?.Value;
        // Its name of before may be another's by now.
        if (await named.FindAsync(key, cancellation) is { } before && before != name)
            await ids.ForgetAsync(NameKey(type, by, before));
        if (name is null) return null;
        await named.RememberAsync(key, name, cancellation);
        await ids.RememberAsync(NameKey(type, by, name), id, cancellation);
        return name;
    }

    private static string Key(string type, AttributePath by, string last) => $"{type}\n{by}\n{last}";

    private static string NameKey(string type, AttributePath by, string name) => Key(type, by, name.ToLowerInvariant());

    [LoggerMessage(1, LogLevel.Warning,
        "{Attribute} of {Target} names a {Type} that is not there; left out of the answer, {CorrelationId}")]
    private static partial void LogUnknown(ILogger logger, string attribute, string? target, string type, string correlationId);
}
