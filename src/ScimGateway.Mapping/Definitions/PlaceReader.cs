using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads the names of attributes on both sides of a row.</summary>
internal sealed class PlaceReader(ResourceType type, FaultList faults)
{
    /// <summary>An attribute of the client, which its schema must know.</summary>
    /// <param name="word">What it is called in a fault: <c>map's argument 1</c>.</param>
    public Place? Client(ScriptRow row, ScriptNode? name, string word)
    {
        if (Target(row, name, word) is not { } place) return null;
        var path = type.Canonical(place.Path);
        place = place with { Path = path };
        var schema = path.Schema is null ? type.Schema : type.Extension(path.Schema);
        if (place.IsExtension || schema is null || type.Find(path) is not null) return place;
        var attribute = type.Find(path with { SubName = null });
        string remedy = attribute is null
            ? InExtension(path) ?? Suggestions.End(path.Name, schema.Attributes.Select(known => known.Name))
            : Suggestions.End(path.SubName!, attribute.SubAttributes.Select(known => known.Name));
        faults.Add(
            row.Line,
            $"The schema {schema.Id} has no attribute \"{path with { Schema = null }}\"{remedy} "
            + "Attributes of your own belong under a URN of your own.");
        return null;
    }

    // department is the enterprise extension's: no spelling of the core schema is what was meant.
    private string? InExtension(AttributePath path) => path.Schema is not null ? null : type.Extensions
        .Where(extension => extension.Find(path.Name) is not null)
        .Select(extension => $"; did you mean \"{type.Canonical(path with { Schema = extension.Id })}\"?").FirstOrDefault();

    /// <summary>An attribute of the target, of which no schema is known.</summary>
    public Place? Target(ScriptRow row, ScriptNode? name, string word)
    {
        if (name is ScriptText text)
        {
            if (Place.Doubt(text.Value) is { } doubt) faults.Add(row.Line, doubt);
            if (Place.Parse(text.Value) is { } place) return place;
            faults.Add(row.Line, $"'{text.Value}' is no place of an attribute. Expected userName, name.givenName, urn:…:User:attribute or emails[type eq \"work\"].value.");
        }
        else
        {
            faults.Add(row.Line, $"{word} is {name?.Kind ?? "absent"}; expected the name of an attribute.");
        }

        return null;
    }

    /// <summary>Says which of several sources cannot be one.</summary>
    /// <param name="isPlain">Whether each must be one plain value.</param>
    public void Several(ScriptRow row, IReadOnlyList<Place> sources, bool isPlain)
    {
        foreach (var twice in sources.GroupBy(source => source).Where(group => group.Count() > 1))
            faults.Add(row.Line, $"{twice.Key} is twice among the sources.");
        foreach (var source in sources)
            if (isPlain && source.Where is null && type.Find(source.Path) is { } known
                && (known.MultiValued || known.Type == AttributeType.Complex))
                faults.Add(row.Line, $"{source} is no plain value. Name one, such as name.givenName or emails[type eq \"work\"].value, or give write and read functions.");
    }

    /// <summary>Says that many values cannot go where one is.</summary>
    public void OneValue(ScriptRow row, Place client, Place target)
    {
        if (client.Path.SubName is null || client.Where is not null || client.SharesObjectWith(target)) return;
        if (type.Find(client.Path with { SubName = null }) is { MultiValued: true } many)
            faults.Add(row.Line, $"{client} has many values and {target} has one. Say which: {many.Name}[type eq \"work\"].{client.Path.SubName}, or map(\"{many.Name}\", …, {{ convert: \"first\" }}).");
    }
}
