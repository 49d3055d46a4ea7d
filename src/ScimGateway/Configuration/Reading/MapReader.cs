namespace ScimGateway.Configuration.Reading;

/// <summary>The keys of one place in the file (<c>targets.slack</c>), as they are read: it records which keys were read, so that
/// the others can be refused.</summary>
/// <remarks>Every problem becomes a fault, and reading continues with the fallback, so that all faults are found.</remarks>
internal sealed class MapReader
{
    private readonly YamlMap map;
    private readonly string path;
    private readonly FaultList faults;
    private readonly Dictionary<string, YamlEntry> entries = new(StringComparer.Ordinal);
    private readonly List<string> known = [];

    public MapReader(YamlMap map, string path, FaultList faults)
    {
        (this.map, this.path, this.faults) = (map, path, faults);
        foreach (YamlEntry entry in map.Entries)
            if (!entries.TryAdd(entry.Key, entry))
                faults.Add(
                    entry.Line,
                    PathOf(entry.Key),
                    $"is already written in line {entries[entry.Key].Line}; keep one of the two"
                );
    }

    /// <summary>Reads a whole section, and refuses keys that were not read.</summary>
    public static T ReadWhole<T>(MapReader section, Func<MapReader, T> read)
    {
        T value = read(section);
        section.RefuseUnknownKeys();
        return value;
    }

    public bool Has(string key) => entries.ContainsKey(key);

    /// <summary>The line of a key, or of the section if the key is missing.</summary>
    public int LineOf(string key) => entries.TryGetValue(key, out YamlEntry? entry) ? entry.Line : map.Line;

    public void Fault(string key, string message) => faults.Add(LineOf(key), PathOf(key), message);

    /// <summary>A plain value; the parser throws a <see cref="ValueFaultException"/> for a wrong text.</summary>
    public T Text<T>(string key, T fallback, Func<string, T> parse) =>
        Entry(key) is { } entry ? Parse(entry.Value, entry.Line, PathOf(key), fallback, parse) : fallback;

    /// <summary>A required plain value. The remedy says what to write when it is missing: <c>write token: env:NAME</c>.</summary>
    /// <returns>The value; <see langword="default"/> when there is a fault, so that the config is refused in the end.</returns>
    public T Required<T>(string key, string remedy, Func<string, T> parse)
    {
        if (Entry(key) is null) Fault(key, "is missing; " + remedy);
        return Text(key, default(T)!, parse);
    }

    /// <summary>A value with keys of its own.</summary>
    public T Section<T>(string key, T fallback, Func<MapReader, T> read) => Entry(key) switch
    {
        null => fallback,
        { Value: YamlMap inner } => ReadWhole(new MapReader(inner, PathOf(key), faults), read),
        { } entry => Expected("keys with values", entry.Value, entry.Line, PathOf(key), fallback),
    };

    /// <summary>A value that is either plain or has keys of its own.</summary>
    public T Either<T>(string key, T fallback, Func<string, T> parse, Func<MapReader, T> read) =>
        Entry(key) is { Value: YamlMap } ? Section(key, fallback, read) : Text(key, fallback, parse);

    /// <summary>A list of plain values.</summary>
    public IReadOnlyList<T> Texts<T>(string key, Func<string, T> parse)
    {
        List<T> texts = [];
        foreach ((YamlNode item, string itemPath) in Items(key))
            if (Parse(item, item.Line, itemPath, default!, parse) is { } text) texts.Add(text);
        return texts;
    }

    /// <summary>A list of sections, each identified by its name, or by its number if the name is not usable; at least
    /// one.</summary>
    /// <param name="isRequired">Whether the key is required.</param>
    public IReadOnlyList<Placed<T>> Sections<T>(string key, string remedy, Func<MapReader, T> read, bool isRequired = true)
    {
        if (Entry(key) is null && isRequired) Fault(key, "is missing; " + remedy);
        if (Entry(key) is { Value: YamlList { Items.Count: 0 } }) Fault(key, "is empty; " + remedy);
        List<Placed<T>> sections = [];
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach ((YamlNode item, string itemPath) in Items(key))
        {
            if (item is not YamlMap inner)
            {
                Expected("keys with values", item, item.Line, itemPath, 0);
                continue;
            }

            string? name = (inner.Entries.FirstOrDefault(entry => entry.Key == "name")?.Value as YamlText)?.Value;
            string place = name is not null && Names.IsName(name) && taken.Add(name) ? $"{PathOf(key)}.{name}" : itemPath;
            var section = new MapReader(inner, place, faults);
            sections.Add(new(section, ReadWhole(section, read)));
        }

        return sections;
    }

    private IEnumerable<(YamlNode Item, string Path)> Items(string key) => Entry(key) switch
    {
        null => [],
        { Value: YamlList list } => list.Items.Select((item, index) => (item, $"{PathOf(key)}[{index}]")),
        { } entry => Expected("a list", entry.Value, entry.Line, PathOf(key), Array.Empty<(YamlNode, string)>()),
    };

    private T Parse<T>(YamlNode node, int line, string place, T fallback, Func<string, T> parse)
    {
        if (node is not YamlText { Value: { } text }) return Expected("plain text", node, line, place, fallback);
        try
        {
            return parse(text);
        }
        catch (ValueFaultException fault)
        {
            faults.Add(line, place, fault.Message);
            return fallback;
        }
    }

    private T Expected<T>(string kind, YamlNode found, int line, string place, T fallback)
    {
        faults.Add(line, place, found is YamlText { Value: null }
            ? "has no value; write one"
            : $"expected {kind}, found {found.Kind}");
        return fallback;
    }

    private YamlEntry? Entry(string key)
    {
        if (!known.Contains(key)) known.Add(key);
        return entries.GetValueOrDefault(key);
    }

    private void RefuseUnknownKeys()
    {
        foreach (YamlEntry entry in entries.Values.Where(entry => !known.Contains(entry.Key)))
            Fault(entry.Key, "is not a key here; " + Suggestions.For(entry.Key, known));
    }

    private string PathOf(string key) => path.Length == 0 ? Quoted.Key(key) : $"{path}.{Quoted.Key(key)}";
}
