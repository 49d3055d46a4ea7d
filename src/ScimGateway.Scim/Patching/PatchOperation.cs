using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Patching;

public enum PatchVerb { Add, Remove, Replace }

/// <summary>One operation of a PATCH (RFC 7644 section 3.5.2).</summary>
/// <param name="Verb">What is done.</param>
/// <param name="Path">Where; <see langword="null"/> when the value itself names the attributes.</param>
/// <param name="Value">With what; never for a canonical <c>remove</c>.</param>
public sealed record PatchOperation(PatchVerb Verb, PatchPath? Path, JsonNode? Value);
