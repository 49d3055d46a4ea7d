using ScimGateway.Calls;
using ScimGateway.Mapping.Attributes;

namespace ScimGateway.Emulation.References;

/// <summary>The names that one request has asked for, each once: also one that nobody has, who may come before the next
/// request.</summary>
internal sealed class AskedNames(ReferenceDirectory directory, CallContext context)
{
    private readonly Dictionary<(ResourceReference Reference, string Name), ResolvedReference?> known = [];

    public ResolvedReference? this[ResourceReference reference, string name] => known[(reference, name)];

    /// <summary>Asks for those that nobody has asked for yet, several at a time.</summary>
    public async Task AskAsync(ResourceReference reference, IEnumerable<string> names)
    {
        var unknown = names.Where(name => !known.ContainsKey((reference, name)));
        foreach (var (name, found) in await directory.ResolveAllAsync(reference, unknown, context))
            known[(reference, name)] = found;
    }

    /// <summary>Takes it that a resource with an id is there, because the target shows the reference.</summary>
    public void Show(ResourceReference reference, string id) => known[(reference, id)] = new ResolvedReference(id, id);
}
