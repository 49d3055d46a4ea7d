using System.Text.Json.Nodes;
using Microsoft.Extensions.Caching.Memory;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>What one target's resources are called: from an id to the name that references use (an e-mail), and back. Asks the
/// target, and remembers for a short while.</summary>
internal sealed partial class ReferenceDirectory(IReadOnlyDictionary<string, ResourceTarget> byType, ILogger<ReferenceDirectory> log) : IDisposable
{
    /// <summary>A name can change; an answer is never wrong for longer.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    /// <summary>The name of the resource with an id; <see langword="null"/> when there is none.</summary>
    public async Task<string?> NameAsync(ResourceReference reference, string id, TargetConnection connection, CancellationToken cancellation)
    {
        if (cache.TryGetValue<string>(("name", reference.Type, reference.By, id), out string? known)) return known;
        try
        {
            var target = byType[reference.Type];
            var read = new ScimRequest { Operation = ScimOperation.Read, Type = target.Mapping.Type, Id = id };
            var answer = await target.Stack.SendAsync(read, connection, cancellation);
            return Remember(reference, id, answer.Resource!);
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
        if (answer.List!.Resources is [var found, ..] && found["id"]?.GetValue<string>() is { } id)
        {
            Remember(reference, id, found);
            return id;
        }

        LogUnknown(log, reference.Path.ToString(), reference.Type, connection.Exchange.CorrelationId);
        return null;
    }

    /// <summary>Takes a resource that the target just showed, so that a page's own references cost no calls.</summary>
    public void Learn(string type, IReadOnlyList<ResourceReference> references, JsonObject resource)
    {
        if (resource["id"]?.GetValue<string>() is not { } id) return;
        foreach (var reference in references)
            if (reference.Type == type) Remember(reference, id, resource);
    }

    /// <summary>Takes it that the target deleted a resource.</summary>
    public void Forget(string type, IReadOnlyList<ResourceReference> references, string id)
    {
        foreach (var reference in references.Where(reference => reference.Type == type))
        {
            if (cache.TryGetValue<string>(("name", type, reference.By, id), out string? name)) cache.Remove(("id", type, reference.By, name!.ToLowerInvariant()));
            cache.Remove(("name", type, reference.By, id));
        }
    }

    public void Dispose() => cache.Dispose();

    private string? Remember(ResourceReference reference, string id, JsonObject resource)
    {
        if (ReferencePlace.Find(resource, reference.By)?.Value is not { } name) return null;
        var options = new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered };
        cache.Set(("name", reference.Type, reference.By, id), name, options);
        cache.Set(("id", reference.Type, reference.By, name.ToLowerInvariant()), id, options);
        return name;
    }

    [LoggerMessage(1, LogLevel.Warning, "The target's {Attribute} names a {Type} that it does not have; left out of the answer, {CorrelationId}")]
    private static partial void LogUnknown(ILogger logger, string attribute, string type, string correlationId);
}
