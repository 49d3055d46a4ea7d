using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Values;

/// <summary>A place in a body (<c>emails[2].primary</c>); becomes text only for a fault.</summary>
internal readonly record struct Place(string? Schema, string Name, string? SubName = null, int Index = -1, Filter? Where = null)
{
    public Place(AttributePath path, Filter? where = null)
        : this(path.Schema, path.Name, path.SubName, -1, where)
    {
    }

    /// <summary>The path; <see langword="null"/> inside an element of an array, which has none.</summary>
    public AttributePath? Path => Index < 0 && Where is null ? new AttributePath(Schema, Name, SubName) : null;

    public Place Sub(string name) => this with { SubName = SubName is null ? name : SubName + "." + name };

    public Place At(int index) => Index < 0 ? this with { Index = index } : this;

    public override string ToString() =>
        (Schema is null ? "" : Schema + ":") + Name + Brackets + (SubName is null ? "" : "." + SubName);

    private string Brackets => Index >= 0 ? $"[{Index}]" : Where is null ? "" : $"[{Where}]";
}
