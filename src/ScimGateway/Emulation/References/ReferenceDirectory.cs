using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Replicas;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.References;

/// <summary>What one target's resources are called: from what a client calls one (an id, an e-mail) to the name that references
/// use, and back to the id. Asks the target, and remembers for a short while what it showed; what is not there is never
/// remembered.</summary>
/// <remarks>Types and attributes have no line breaks, so that a key, whose last part may be any text, means one thing.</remarks>
internal sealed partial class ReferenceDirectory(
    IReadOnlyDictionary<string, ResourceTarget> byType, IReplicaCache cache, string owner, ILogger log)
{
    /// <summary>A name can change at the target, where the gateway does not see it: an answer is never wrong for longer than a
    /// minute. A change through another replica is noticed after five seconds.</summary>
    private static readonly CacheTerm Term = new(InAll: TimeSpan.FromMinutes(1), InMemory: TimeSpan.FromSeconds(5));

    /// <summary>Resources that are learned from at once: enough to keep a connection busy, and no flood of it.</summary>
    private const int Together = 100;

    /// <summary>Names that one request asks for at a time; the target's own limits count as well.</summary>
    private const int AskedTogether = 8;

    private static readonly AttributePath ExternalId = new(null, "externalId");

    private readonly CacheRegion ids = new(cache, owner, "id", Term);
    private readonly CacheRegion named = new(cache, owner, "name", Term);
    private readonly CacheRegion kinds = new(cache, owner, "kind", Term);

    // The id is among them where it is what the target wants: then it says that the resource exists.
    private readonly ILookup<string, AttributePath> names = byType.Values.SelectMany(resource => resource.Mapping.References)
        .SelectMany(reference => reference.Names.Where(name => !IsId(name)).Append(reference.By)
            .Select(name => (reference.Type, Name: name)))
        .Distinct()
        .ToLookup(name => name.Type, name => name.Name, StringComparer.Ordinal);

    /// <summary>Whether anybody refers to resources of a type.</summary>
    public bool Knows(string type) => names.Contains(type);

    /// <summary>Whether anybody refers to resources of a type by a name, which may change.</summary>
    public bool KnowsNames(string type) => names[type].Any(name => !IsId(name));

    /// <summary>The resource that a client's value names, by the first of the reference's names that finds one; <see
    /// langword="null"/>: nobody is there.</summary>
    public async Task<ResolvedReference?> ResolveAsync(ResourceReference reference, string value, CallContext context)
    {
        string key = $"{reference.Type}\n{string.Join(' ', reference.Names)}\n{value}";
        string? before = reference.Names.Count > 1 ? await kinds.FindAsync(key, context.Cancellation) : null;
        // An e-mail that was no id is not asked for as an id each time.
        foreach (var name in reference.Names.OrderByDescending(name => name.ToString() == before))
        {
            var found = IsId(name)
                ? await OfIdAsync(reference, value, context)
                : await OfNameAsync(reference, name, value, context);
            if (found is null) continue;
            if (reference.Names.Count > 1) await kinds.RememberAsync(key, name.ToString(), context.Cancellation);
            return found;
        }

        return null;
    }

    /// <summary>The same for many values, each asked for once, and several at a time.</summary>
    public async Task<IReadOnlyDictionary<string, ResolvedReference?>> ResolveAllAsync(
        ResourceReference reference, IEnumerable<string> values, CallContext context)
    {
        var found = new ConcurrentDictionary<string, ResolvedReference?>(StringComparer.Ordinal);
        await EachAsync(values.Distinct(StringComparer.Ordinal), context, async (value, one) =>
            found[value] = await ResolveAsync(reference, value, one));
        return found;
    }

    /// <summary>The id of the resource that the target names; <see langword="null"/> when there is none.</summary>
    public async Task<string?> IdAsync(ResourceReference reference, string name, CallContext context)
    {
        string key = NameKey(reference.Type, reference.By, name);
        if (await ids.FindAsync(key, context.Cancellation) is { } known) return known;
        if (await AskAsync(reference, reference.By, name, context) is { } found) return found.Id;
        LogUnknown(log, reference.Path.ToString(), context.Exchange.Target, reference.Type, context.Exchange.CorrelationId);
        return null;
    }

    /// <summary>Does something for each of many, several at a time.</summary>
    public static Task EachAsync<T>(IEnumerable<T> all, CallContext context, Func<T, CallContext, Task> act)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AskedTogether, CancellationToken = context.Cancellation };
        return Parallel.ForEachAsync(all, options, async (one, token) => await act(one, context with { Cancellation = token }));
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

    private async Task<ResolvedReference?> OfIdAsync(ResourceReference reference, string id, CallContext context)
    {
        if (await named.FindAsync(Key(reference.Type, reference.By, id), context.Cancellation) is { } known)
            return new ResolvedReference(id, known);
        var found = await ReadAsync(reference, id, context);
        return found is null ? null : await ResolvedAsync(reference, found, context.Cancellation);
    }

    private async Task<ResolvedReference?> OfNameAsync(
        ResourceReference reference, AttributePath name, string value, CallContext context)
    {
        if (await ids.FindAsync(NameKey(reference.Type, name, value), context.Cancellation) is { } id
            && await named.FindAsync(Key(reference.Type, reference.By, id), context.Cancellation) is { } by)
            return new ResolvedReference(id, by);
        return await AskAsync(reference, name, value, context);
    }

    private async Task<JsonObject?> ReadAsync(ResourceReference reference, string id, CallContext context)
    {
        try
        {
            var target = byType[reference.Type];
            var read = new ScimRequest { Operation = ScimOperation.Read, Type = target.Mapping.Type, Id = id };
            return (await target.Stack.SendAsync(read, context)).Resource;
        }
        catch (ScimException fault) when (fault.Status == 404 || (fault.Status == 400 && reference.Names.Count > 1))
        {
            return null; // an e-mail has not the form of an id
        }
        catch (OtherResourceException other) when (IsMeant(other.Resource, reference, id))
        {
            return other.Resource;
        }
    }

    // Some targets look for an externalId where there is no such id (Leapsome).
    private bool IsMeant(JsonObject shown, ResourceReference reference, string name) =>
        reference.Names.Append(ExternalId).Any(one => Has(shown, reference.Type, one, name));

    private async Task<ResolvedReference?> AskAsync(
        ResourceReference reference, AttributePath name, string value, CallContext context)
    {
        var target = byType[reference.Type];
        var filter = new ComparisonFilter(name, ComparisonOperator.Eq, FilterLiteral.Of(value));
        var query = new ResourceQuery { Filter = filter };
        var list = new ScimRequest { Operation = ScimOperation.List, Type = target.Mapping.Type, Query = query };
        var answer = await target.Stack.SendAsync(list, context);
        // Some targets overlook a filter, and show somebody else.
        var found = answer.List!.Resources.FirstOrDefault(resource => Has(resource, reference.Type, name, value));
        return found is null ? null : await ResolvedAsync(reference, found, context.Cancellation);
    }

    private async Task<ResolvedReference?> ResolvedAsync(
        ResourceReference reference, JsonObject found, CancellationToken cancellation)
    {
        await LearnAsync(reference.Type, found, cancellation);
        return ReferencePlace.Find(found, ResourceReference.Id)?.Value is { } id
            && ReferencePlace.Find(found, reference.By)?.Value is { } by
            ? new ResolvedReference(id, by)
            : null;
    }

    private async Task LearnAsync(string type, JsonObject resource, CancellationToken cancellation)
    {
        if (!resource.Find("id").IsString(out string? id)) return;
        foreach (var by in names[type]) await RememberAsync(type, by, id, resource, cancellation);
    }

    private async Task RememberAsync(
        string type, AttributePath by, string id, JsonObject resource, CancellationToken cancellation)
    {
        string key = Key(type, by, id);
        string? name = ReferencePlace.Find(resource, by)?.Value;
        // Its name of before may be another's by now.
        if (await named.FindAsync(key, cancellation) is { } before && before != name)
            await ids.ForgetAsync(NameKey(type, by, before));
        if (name is null) return;
        await named.RememberAsync(key, name, cancellation);
        if (!IsId(by)) await ids.RememberAsync(NameKey(type, by, name), id, cancellation);
    }

    private bool Has(JsonObject resource, string type, AttributePath name, string value) => ReferencePlace.At(resource, name)
        .Any(place => IsExact(type, name)
            ? place.Value.Equals(value, StringComparison.Ordinal)
            : Spelling.AreSame(place.Value, value));

    private bool IsExact(string type, AttributePath name) => byType[type].Mapping.Type.Find(name) is { CaseExact: true };

    private static bool IsId(AttributePath name) => name.Equals(ResourceReference.Id);

    private static string Key(string type, AttributePath by, string last) => $"{type}\n{by}\n{last}";

    private string NameKey(string type, AttributePath by, string name) =>
        Key(type, by, IsExact(type, by) ? name : name.ToLowerInvariant());

    [LoggerMessage(1, LogLevel.Warning,
        "{Attribute} of {Target} names a {Type} that is not there; left out of the answer, {CorrelationId}")]
    private static partial void LogUnknown(ILogger logger, string attribute, string? target, string type, string correlationId);
}
