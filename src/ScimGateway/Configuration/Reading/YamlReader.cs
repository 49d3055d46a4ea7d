using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ScimGateway.Configuration.Reading;

/// <summary>From YAML text to nodes with their lines: the plain part of YAML, without anchors, tags and several
/// documents.</summary>
internal sealed class YamlReader(string text, FaultList faults)
{
    private const int MaxDepth = 16;

    private readonly Parser parser = new(new StringReader(text));

    public YamlMap Read()
    {
        YamlNode root = ReadDocument();
        faults.ThrowIfAny();
        return root as YamlMap ?? throw faults.Last(root.Line, $"expected keys such as clients and targets, found {root.Kind}");
    }

    private YamlNode ReadDocument()
    {
        Take<StreamStart>();
        if (Peek() is StreamEnd) throw faults.Last(0, "the file is empty; write clients and targets");
        Take<DocumentStart>();
        YamlNode root = ReadNode(0);
        Take<DocumentEnd>();
        if (Peek() is DocumentStart second)
            throw faults.Last(Line(second), "a second YAML document begins here; write everything in one, without ---");
        return root;
    }

    private YamlNode ReadNode(int depth)
    {
        ParsingEvent next = Peek();
        if (depth > MaxDepth)
            throw faults.Last(Line(next), $"this is nested deeper than {MaxDepth} levels; no key of a gateway is");
        if (next is NodeEvent node) RefuseSharing(node);
        return next switch
        {
            Scalar => ReadText(Take<Scalar>()),
            SequenceStart => ReadList(depth),
            MappingStart => ReadMap(depth),
            AnchorAlias => ReadAlias(Take<AnchorAlias>()),
            _ => throw faults.Last(Line(next), "expected a value"),
        };
    }

    private YamlList ReadList(int depth)
    {
        int line = Line(Take<SequenceStart>());
        List<YamlNode> items = [];
        while (Peek() is not SequenceEnd) items.Add(ReadNode(depth + 1));
        Take<SequenceEnd>();
        return new(line, items);
    }

    private YamlMap ReadMap(int depth)
    {
        int line = Line(Take<MappingStart>());
        List<YamlEntry> entries = [];
        while (Peek() is not MappingEnd)
        {
            YamlNode key = ReadNode(depth + 1);
            YamlNode value = ReadNode(depth + 1);
            if (key is YamlText { Value: { } name }) entries.Add(new(key.Line, name, value));
            else faults.Add(key.Line, "", $"expected a key, found {key.Kind}");
        }

        Take<MappingEnd>();
        return new(line, entries);
    }

    private static YamlText ReadText(Scalar scalar) =>
        new(
            Line(scalar),
            scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" } ? null : scalar.Value
        );

    private YamlText ReadAlias(AnchorAlias alias)
    {
        faults.Add(Line(alias), "", "aliases (*) are not read here; write the value out");
        return new(Line(alias), null);
    }

    // Aliases allow exponential growth, and no config is long enough to need them.
    private void RefuseSharing(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty) faults.Add(Line(node), "", "anchors (&) are not read here; leave it out");
        if (!node.Tag.IsEmpty) faults.Add(Line(node), "", "tags (!) are not read here; leave it out");
    }

    private ParsingEvent Peek()
    {
        if (parser.Current is null) Advance();
        return parser.Current ?? throw faults.Last(0, "the file ends too early");
    }

    private T Take<T>() where T : ParsingEvent
    {
        ParsingEvent taken = Peek();
        Advance();
        return taken as T ?? throw faults.Last(Line(taken), "this is not YAML that can be read here");
    }

    private void Advance()
    {
        try
        {
            parser.MoveNext();
        }
        catch (YamlException cause)
        {
            throw faults.Last((int)cause.Start.Line, $"this is not YAML (column {cause.Start.Column}): {cause.Message}", cause);
        }
        catch (InvalidOperationException cause)
        {
            // The scanner's exception for some texts, such as an empty plain scalar in braces.
            int line = parser.Current is { } last ? (int)last.End.Line : 1;
            throw faults.Last(
                line,
                "this is not YAML from here on; look for a bracket, a brace or a quotation mark too many or too few",
                cause
            );
        }
    }

    private static int Line(ParsingEvent place) => (int)place.Start.Line;
}
