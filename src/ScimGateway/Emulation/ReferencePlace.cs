using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Emulation;

/// <summary>Where a resource holds a reference: a string that can be read, written and taken away.</summary>
internal sealed class ReferencePlace
{
    private readonly JsonObject holder;
    private readonly string name;

    private ReferencePlace(JsonObject holder, string name)
    {
        this.holder = holder;
        this.name = name;
    }

    public string Value
    {
        get => holder[name]!.GetValue<string>();
        set => holder[name] = value;
    }

    /// <summary>The place of a path, if the resource holds a non-empty string there.</summary>
    public static ReferencePlace? Find(JsonObject resource, AttributePath path)
    {
        var parent = path.Schema is null ? resource : resource.Find(path.Schema) as JsonObject;
        if (path.SubName is not null) parent = parent?.Find(path.Name) as JsonObject;
        return parent?.SpellingOf(path.SubName ?? path.Name) is { } spelling && parent[spelling].IsString(out string? text) && text.Length > 0
            ? new ReferencePlace(parent, spelling)
            : null;
    }

    public void Remove() => holder.Remove(name);
}
