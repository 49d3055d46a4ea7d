using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Values;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary>The resource type as clients see it: the RFC's schemas, and one for each URN of the company's own that the rows
/// mention.</summary>
internal static class TypeReader
{
    public static ResourceType Extended(ResourceType type, IEnumerable<Row> rows)
    {
        var own = rows
            .Where(row =>
                    (row.Target is not null || row.Whole is not null) && row.Client?.Urn is { } urn && type.Extension(urn) is null
                )
            .GroupBy(row => row.Client!.Urn!, StringComparer.OrdinalIgnoreCase)
            .Select(group => new SchemaDefinition { Id = group.Key, Name = NameOf(group.Key), Attributes = Attributes(group) })
            .ToList();
        return own.Count == 0 ? type : type with { Extensions = [.. type.Extensions, .. own] };
    }

    // Not the version of urn:acme:1.0.
    private static string NameOf(string urn) =>
        urn.Split(':').LastOrDefault(part => part.Length > 0 && char.IsAsciiLetter(part[0])) ?? urn;

    private static AttributeDefinition[] Attributes(IEnumerable<Row> rows) =>
    [
        .. rows.Where(row => !row.Client!.IsExtension && IsTyped(row))
            .GroupBy(row => row.Client!.Path.Name, StringComparer.OrdinalIgnoreCase)
            .Select(group => Attribute(group.Key, group.ToList())),
    ];

    private static AttributeDefinition Attribute(string name, List<Row> rows)
    {
        var subs = rows.Where(row => row.Client!.Path.SubName is not null).ToList();
        return new AttributeDefinition
        {
            Name = name,
            Type = subs.Count > 0 ? AttributeType.Complex : Type(rows[0]),
            MultiValued = rows[0].Client!.Where is not null || rows[0].Mapper is { Flattens: true },
            SubAttributes = [.. subs.Where(IsTyped)
                .Select(row => new AttributeDefinition { Name = row.Client!.Path.SubName!, Type = Type(row) })],
        };
    }

    // A bare rename and a function do not say what they carry. Declared as a string, a boolean or a list would be refused on the
    // way in and turned into text on the way out; not declared, it passes as it is.
    private static bool IsTyped(Row row) => row.Mapper is not (null or FunctionMapper);

    private static AttributeType Type(Row row) => row.Mapper switch
    {
        TypeMapper mapper => mapper.Client,
        WordMapper => AttributeType.Boolean,
        _ => AttributeType.String,
    };
}
