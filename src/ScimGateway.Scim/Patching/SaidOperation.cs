using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Patching;

/// <summary>One operation as the client sent it, before its path and value are parsed.</summary>
/// <param name="Verb">The kind of operation.</param>
/// <param name="Path">The text of the path; <see langword="null"/> when there is none.</param>
/// <param name="HasValue">Whether there is a value member at all: a <c>remove</c> with one is not a plain remove.</param>
/// <param name="Value">Its value.</param>
internal sealed record SaidOperation(PatchVerb Verb, string? Path, bool HasValue, JsonNode? Value);
