using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Patching;

/// <summary>What an operation does (RFC 7644 sections 3.5.2.1 to 3.5.2.3).</summary>
public enum PatchVerb
{
    /// <summary>Adds elements, parts, or a value where none is.</summary>
    Add,

    /// <summary>Removes an attribute, elements or parts.</summary>
    Remove,

    /// <summary>Puts a value in the place of another, or of none.</summary>
    Replace,
}

/// <summary>One operation of a PATCH (RFC 7644 section 3.5.2).</summary>
/// <param name="Verb">What is done.</param>
/// <param name="Path">Where; <see langword="null"/> when the value itself names the attributes.</param>
/// <param name="Value">With what. A canonical <c>remove</c> has one only where no path can name what goes: the elements of a list
/// of plain values, as an array.</param>
public sealed record PatchOperation(PatchVerb Verb, PatchPath? Path, JsonNode? Value);
