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
        var holder = path.Schema is null ? resource : resource.Find(path.Schema) as JsonObject;
        string name = path.Name;
        if (path.SubName is not null)
        {
            holder = holder?.Find(path.Name) as JsonObject;
            name = path.SubName;
        }

        return holder?.SpellingOf(name) is { } spelling && holder[spelling].IsString(out string? text) && text.Length > 0
            ? new ReferencePlace(holder, spelling)
            : null;
    }

    public void Remove() => holder.Remove(name);
}
