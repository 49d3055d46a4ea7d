using System.Globalization;
using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Json;

/// <summary>Moves nodes from one parent to another (a node of System.Text.Json has one parent at a time), and reads
/// numbers.</summary>
public static class JsonMembers
{
    /// <summary>Takes all members out, in their order; the object is empty afterwards.</summary>
    public static KeyValuePair<string, JsonNode?>[] TakeAll(this JsonObject parent)
    {
        KeyValuePair<string, JsonNode?>[] members = [.. parent];
        parent.Clear();
        return members;
    }

    /// <summary>Takes all elements out, in their order; the array is empty afterwards.</summary>
    public static JsonNode?[] TakeAll(this JsonArray parent)
    {
        JsonNode?[] elements = [.. parent];
        parent.Clear();
        return elements;
    }

    /// <summary>Gives a member another name, in its place.</summary>
    internal static void RenameAt(this JsonObject parent, int index, string name)
    {
        var value = parent.GetAt(index).Value;
        parent.RemoveAt(index);
        parent.Insert(index, name, value);
    }

    /// <summary>A whole number, written as a number or in a string (<c>"42"</c>).</summary>
    internal static bool IsInteger(this JsonNode? node, out long number)
    {
        number = 0;
        if (node is not JsonValue) return false;
        string text = node.IsString(out string? written) ? written : node.ToJsonString();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
