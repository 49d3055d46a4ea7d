using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Values;

namespace ScimGateway.Mapping.Attributes;

/// <summary>Applies the table to one resource: takes out the values that move to another object, renames those that stay, then
/// puts the moved values down. Members that no row names are never touched.</summary>
/// <param name="operation">create, replace, patch or read.</param>
/// <param name="off">Rows that are not written this time, because their condition does not hold.</param>
internal sealed class AttributeWalk(string operation, IReadOnlySet<Row>? off = null)
{
    private List<(Move Move, JsonNode? Value)>? lifted;

    /// <summary>Rows whose value passes unchanged, because it cannot be converted and does not change; <see langword="null"/>:
    /// none.</summary>
    public ISet<Row>? Raw { get; init; }

    /// <summary>Whether a row whose value cannot be converted becomes one of <see cref="Raw"/> instead of a fault.</summary>
    public bool FindsRaw { get; init; }

    public void Run(JsonObject resource, AttributeTree tree)
    {
        Object(resource, tree);
        if (lifted is null) return;
        foreach (var (move, value) in lifted) Placing.Put(resource, move.To!, value);
    }

    /// <returns>Whether a row named one of its members.</returns>
    private bool Object(JsonObject json, AttributeTree tree)
    {
        bool named = false;
        foreach (var member in json)
            if (tree.Find(member.Key) is not null) named = true;
        if (!named) return false;

        var members = new KeyValuePair<string, JsonNode?>[json.Count];
        ((ICollection<KeyValuePair<string, JsonNode?>>)json).CopyTo(members, 0);
        json.Clear();
        foreach (var (name, value) in members)
        {
            if (tree.Find(name) is { } step) Member(json, name, value, step);
            else json.TryAdd(name, value); // a value that a row has put here wins over an unmapped one of the same name
        }

        return true;
    }

    private void Member(JsonObject json, string name, JsonNode? value, AttributeStep step)
    {
        bool emptied = Inside(value, step);
        if (emptied && Unassigned.Is(value)) return;
        if (step.Move is not { } move)
        {
            json.TryAdd(name, value);
            return;
        }

        if (IsOff(move)) return;
        var converted = Converted(move, value);
        if (converted is null && value is not null) return;
        if (move.NameInPlace is { } inPlace) json[inPlace] = converted;
        else Lift(move, converted);
    }

    private bool Inside(JsonNode? value, AttributeStep step)
    {
        bool touched = false;
        if (value is JsonObject child && step.Below is { } below) touched = Object(child, below);
        if (value is not JsonArray array) return touched;
        foreach (var element in step.Elements) touched |= Element(array, element);
        if (step.Below is null) return touched;
        foreach (var item in array)
            if (item is JsonObject each) Object(each, step.Below);
        return touched;
    }

    private bool Element(JsonArray array, ElementStep step)
    {
        for (int i = 0; i < array.Count; i++)
        {
            if (array[i] is not JsonObject element || !step.Where.Matches(element)) continue;
            if (step.Below is not null) Object(element, step.Below);
            if (step.Move is { } move)
            {
                array.RemoveAt(i);
                if (!IsOff(move)) Whole(move, element, step.Where);
            }
            else if (SaysNothing(element, step.Where))
            {
                array.RemoveAt(i);
            }

            return true;
        }

        return false;
    }

    private bool IsOff(Move move) => move.To is null || off?.Contains(move.Row) == true;

    private void Whole(Move move, JsonObject element, Selector where)
    {
        element.Remove(where.Name);
        if (Converted(move, element) is { } converted) Lift(move, converted);
    }

    // The rest of an element whose value has moved away: its type, and markers of a value that is no longer there.
    internal static bool SaysNothing(JsonObject element, Selector where, string? without = null)
    {
        foreach (var (name, _) in element)
            if (!Is(name, where.Name) && !Is(name, without) && name is not ("primary" or "display" or "type")) return false;
        return true;
    }

    private static bool Is(string one, string? other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private JsonNode? Converted(Move move, JsonNode? value)
    {
        if (Raw is null) return move.Convert(value, operation);
        if (!FindsRaw) return Raw.Contains(move.Row) ? value : move.Convert(value, operation);
        try
        {
            return move.Convert(value, operation);
        }
        catch (ScimException fault) when (fault.Status == 400)
        {
            Raw.Add(move.Row);
            return value;
        }
    }

    private void Lift(Move move, JsonNode? value) => (lifted ??= []).Add((move, value));
}
