using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Scripting;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads the members of one object of the definition; a wrong one is a fault and reads as absent.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, ScriptNode> members;
    private readonly FaultList faults;

    /// <param name="map">The object; <see langword="null"/>: an empty one.</param>
    /// <param name="what">What it is called in a fault: <c>can</c>.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="known">The keys it may have.</param>
    public Fields(ScriptMap? map, string what, FaultList faults, params string[] known)
    {
        this.faults = faults;
        What = what;
        Line = map?.Line ?? 0;
        members = map?.Members.ToDictionary(member => member.Key, member => member.Value, StringComparer.Ordinal) ?? [];
        foreach (var (key, node) in members)
            if (!known.Contains(key, StringComparer.Ordinal))
                faults.Add(node.Line, $"{what} has no key \"{key}\"; {Suggestions.For(key, known)}");
    }

    public string What { get; }

    public int Line { get; }

    public ScriptNode? this[string key] => members.GetValueOrDefault(key) is { } node and not ScriptNothing ? node : null;

    /// <summary>Whether a key is there with the value <see langword="null"/>, which elsewhere is as good as no key.</summary>
    public bool IsNull(string key) => members.GetValueOrDefault(key) is ScriptNothing;

    public bool Has(string key) => this[key] is not null;

    public int LineOf(string key) => this[key]?.Line ?? Line;

    public string? Text(string key) => Of<ScriptText>(key, "a string")?.Value;

    public bool? Flag(string key) => Of<ScriptFlag>(key, "true or false")?.Value;

    public ScriptMap? Map(string key) => Of<ScriptMap>(key, "an object");

    public ScriptFunction? Function(string key) => Of<ScriptFunction>(key, "a function");

    public IReadOnlyList<ScriptNode>? List(string key) => Of<ScriptList>(key, "an array")?.Items;

    public int? Integer(string key, int least, int most)
    {
        if (Of<ScriptNumber>(key, $"a number from {least} to {most}") is not { } node) return null;
        if (node.Value >= least && node.Value <= most && node.Value == Math.Floor(node.Value)) return (int)node.Value;
        faults.Add(node.Line, $"{What}.{key} is {node.Value}; expected a whole number from {least} to {most}.");
        return null;
    }

    public IReadOnlyList<string>? Texts(string key)
    {
        if (List(key) is not { } items) return null;
        foreach (var item in items)
            if (item is not ScriptText) faults.Add(item.Line, $"{What}.{key} holds {item.Kind}; expected strings only.");
        return [.. items.OfType<ScriptText>().Select(item => item.Value)];
    }

    public void Wrong(string key, string expected) =>
        faults.Add(LineOf(key), $"{What}.{key} is {(this[key] is ScriptText text ? $"'{text.Value}'" : this[key]?.Kind ?? "absent")}; expected {expected}.");

    private T? Of<T>(string key, string expected)
        where T : ScriptNode
    {
        if (this[key] is not { } node) return null;
        if (node is T fitting) return fitting;
        Wrong(key, expected);
        return null;
    }
}
