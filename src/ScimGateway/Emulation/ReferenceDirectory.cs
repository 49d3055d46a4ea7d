using System.Text.Json.Nodes;
using Microsoft.Extensions.Caching.Memory;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>What one target's resources are called: from an id to the name that references use (an e-mail), and back. Asks the
/// target, and remembers for a short while what it showed; what is not there is never remembered.</summary>
internal sealed partial class ReferenceDirectory(IReadOnlyDictionary<string, ResourceTarget> byType, ILogger log) : IDisposable
{
    /// <summary>A name can change at the target, where the gateway does not see it; an answer is never wrong for longer.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    private readonly ILookup<string, AttributePath> names = byType.Values
        .SelectMany(resource => resource.Mapping.References).Select(reference => (reference.Type, reference.By)).Distinct().ToLookup(name => name.Type, name => name.By, StringComparer.Ordinal);

    /// <summary>Whether anybody refers to resources of a type by a name.</summary>
    public bool Knows(string type) => names.Contains(type);

    /// <summary>The name of the resource with an id; <see langword="null"/> when there is none.</summary>
    public async Task<string?> NameAsync(ResourceReference reference, string id, TargetConnection connection, CancellationToken cancellation)
    {
        if (cache.TryGetValue<string>(("name", reference.Type, reference.By, id), out string? known)) return known;
        try
        {
            var target = byType[reference.Type];
            var read = new ScimRequest { Operation = ScimOperation.Read, Type = target.Mapping.Type, Id = id };
            var answer = await target.Stack.SendAsync(read, connection, cancellation);
            return Remember(reference.Type, reference.By, id, answer.Resource!);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            return null;
        }
    }

    /// <summary>The id of the resource with a name; <see langword="null"/> when there is none.</summary>
    public async Task<string?> IdAsync(ResourceReference reference, string name, TargetConnection connection, CancellationToken cancellation)
    {
        if (cache.TryGetValue<string>(("id", reference.Type, reference.By, name.ToLowerInvariant()), out string? known)) return known;
        var target = byType[reference.Type];
        var filter = new ComparisonFilter(reference.By, ComparisonOperator.Eq, FilterLiteral.Of(name));
        var list = new ScimRequest { Operation = ScimOperation.List, Type = target.Mapping.Type, Query = new ResourceQuery { Filter = filter } };
        var answer = await target.Stack.SendAsync(list, connection, cancellation);
        // Some targets overlook a filter, and show somebody else.
        var found = answer.List!.Resources.FirstOrDefault(resource => ReferencePlace.Find(resource, reference.By)?.Value.Equals(name, StringComparison.OrdinalIgnoreCase) == true);
        if (found?["id"]?.GetValue<string>() is { } id)
        {
            Remember(reference.Type, reference.By, id, found);
            return id;
        }

        LogUnknown(log, reference.Path.ToString(), connection.Exchange.Target, reference.Type, connection.Exchange.CorrelationId);
        return null;
    }

    /// <summary>Takes a resource that the target just showed, so that a page's own references cost no calls.</summary>
    public void Learn(string type, JsonObject resource)
    {
        if (resource["id"]?.GetValue<string>() is not { } id) return;
        foreach (var by in names[type]) Remember(type, by, id, resource);
    }

    /// <summary>Takes it that a resource is about to change, or has changed, in a way that nobody has seen.</summary>
    public void Forget(string type, string id)
    {
        foreach (var by in names[type])
        {
            if (cache.TryGetValue<string>(("name", type, by, id), out string? name)) cache.Remove(("id", type, by, name!.ToLowerInvariant()));
            cache.Remove(("name", type, by, id));
        }
    }

    public void Dispose() => cache.Dispose();

    private string? Remember(string type, AttributePath by, string id, JsonObject resource)
    {
        // Its name of before may be another's by now.
        if (cache.TryGetValue<string>(("name", type, by, id), out string? before)) cache.Remove(("id", type, by, before!.ToLowerInvariant()));
        if (ReferencePlace.Find(resource, by)?.Value is not { } name) return null;
        var options = new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered };
        cache.Set(("name", type, by, id), name, options);
        cache.Set(("id", type, by, name.ToLowerInvariant()), id, options);
        return name;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Attribute} of {Target} names a {Type} that is not there; left out of the answer, {CorrelationId}")]
    private static partial void LogUnknown(ILogger logger, string attribute, string? target, string type, string correlationId);
}
