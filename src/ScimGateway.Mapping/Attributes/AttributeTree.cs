using System.Collections.Frozen;

namespace ScimGateway.Mapping.Attributes;

/// <summary>One direction of the table, arranged like the resources: the members of an object by name, in any case.</summary>
internal sealed class AttributeTree
{
    private readonly FrozenDictionary<string, AttributeStep> steps;

    private AttributeTree(IEnumerable<Move> moves, int depth) => steps = moves
        .GroupBy(move => move.Keys[depth].Name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(
            group => group.Key,
            group => new AttributeStep(group.ToList(), depth),
            StringComparer.OrdinalIgnoreCase
        );

    public AttributeStep? Find(string name) => steps.GetValueOrDefault(name);

    public static AttributeTree Of(IEnumerable<Move> moves) => new(moves, 0);

    internal static AttributeTree? Below(List<Move> moves, int depth) =>
        moves.Count == 0 ? null : new AttributeTree(moves, depth);
}

/// <summary>What happens to one member of an object.</summary>
internal sealed class AttributeStep(List<Move> moves, int depth)
{
    /// <summary>The member itself moves.</summary>
    public Move? Move { get; } = moves.Find(move => move.Keys.Count == depth + 1 && move.Keys[depth].Where is null);

    /// <summary>Members of the member.</summary>
    public AttributeTree? Below { get; } =
        AttributeTree.Below(moves.FindAll(move => move.Keys.Count > depth + 1 && move.Keys[depth].Where is null), depth + 1);

    /// <summary>Elements of a multi-valued member.</summary>
    public IReadOnlyList<ElementStep> Elements { get; } =
    [
        .. moves.Where(move => move.Keys[depth].Where is not null)
            .GroupBy(move => move.Keys[depth].Where!)
            .Select(group => new ElementStep(
                group.Key,
                group.FirstOrDefault(move => move.Keys.Count == depth + 1),
                AttributeTree.Below(group.Where(move => move.Keys.Count > depth + 1).ToList(), depth + 1))),
    ];
}

/// <summary>What happens to the first element that a selector finds.</summary>
internal sealed record ElementStep(Selector Where, Move? Move, AttributeTree? Below);

/// <summary>A row in one direction: from a place, to a place.</summary>
internal sealed class Move(Row row, Place from, Place? to, bool writes)
{
    public Row Row { get; } = row;

    /// <summary>Where the value goes; <see langword="null"/>: nowhere.</summary>
    public Place? To { get; } = to;

    /// <summary>Its new name when it stays in the object that holds it, and so keeps its place there.</summary>
    public string? NameInPlace { get; } = to is not null && from.SharesObjectWith(to) ? to.Path.SubName ?? to.Path.Name : null;

    /// <summary>The names on the way, from the resource down.</summary>
    public IReadOnlyList<(string Name, Selector? Where)> Keys { get; } =
    [
        .. from.Path.Schema is { } schema ? [(schema, null)] : Array.Empty<(string, Selector?)>(),
        (from.Path.Name, from.Where),
        .. from.Path.SubName is { } sub ? [(sub, null)] : Array.Empty<(string, Selector?)>(),
    ];

    public System.Text.Json.Nodes.JsonNode? Convert(System.Text.Json.Nodes.JsonNode? value, string operation) =>
        writes ? Row.Write(value, operation) : Row.Read(value);
}
