using Acornima.Ast;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Walks the nodes of a script without recursion: a script may be nested deeper than the stack.</summary>
internal static class SyntaxTree
{
    /// <summary>The deepest nesting that a script may have: both our code and the engine's are recursive.</summary>
    public const int Depth = 200;

    /// <summary>Every node, in the order of the text.</summary>
    public static IEnumerable<Node> All(Node root) => Levels(root).Select(level => level.Node);

    /// <summary>The first node that is nested too deeply; <see langword="null"/>: none is.</summary>
    public static Node? TooDeep(Node root) => Levels(root).FirstOrDefault(level => level.Depth > Depth).Node;

    private static IEnumerable<(Node Node, int Depth)> Levels(Node root)
    {
        var waiting = new Stack<(Node Node, int Depth)>([(root, 0)]);
        while (waiting.TryPop(out var level))
        {
            yield return level;
            var children = new List<(Node, int)>();
            foreach (var child in level.Node.ChildNodes) children.Add((child, level.Depth + 1));
            for (int i = children.Count - 1; i >= 0; i--) waiting.Push(children[i]);
        }
    }
}
