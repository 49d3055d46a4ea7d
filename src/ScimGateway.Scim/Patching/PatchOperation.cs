using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Patching;

/// <summary>What an operation does (RFC 7644 sections 3.5.2.1 to 3.5.2.3).</summary>
public enum PatchVerb
{
    /// <summary>Adds elements, parts, or a value where none is.</summary>
    Add,

    /// <summary>Removes an attribute, elements or parts.</summary>
    Remove,

    /// <summary>Replaces a value, or sets one.</summary>
    Replace,
}

/// <summary>One operation of a PATCH (RFC 7644 section 3.5.2).</summary>
/// <param name="Verb">The kind of operation.</param>
/// <param name="Path">The place; <see langword="null"/> when the value itself names the attributes.</param>
/// <param name="Value">The value. A canonical <c>remove</c> has one only if no path can select the removed elements: those of a
/// list of plain values, as an array.</param>
public sealed record PatchOperation(PatchVerb Verb, PatchPath? Path, JsonNode? Value);
