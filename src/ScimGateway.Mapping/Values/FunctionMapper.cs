using System.Text.Json.Nodes;
using ScimGateway.Mapping.Scripting;

namespace ScimGateway.Mapping.Values;

/// <summary><c>write: function (value, context) { … }</c> and <c>read</c>; a direction without a function leaves the value as it
/// is.</summary>
internal sealed class FunctionMapper(ScriptPool scripts, int? write, int? read) : ValueMapper
{
    public override bool ReadsAsIs => read is null;

    public override JsonNode? ToTarget(JsonNode value, string operation) =>
        write is { } function ? scripts.Call(function, value, operation) : value;

    public override JsonNode? ToClient(JsonNode value) => read is { } function ? scripts.Call(function, value, "read") : value;

    /// <summary>A call of each function on a sample, for their speed alone.</summary>
    public IEnumerable<Action> WarmUps(JsonNode sample)
    {
        if (write is { } there) yield return () => scripts.Call(there, sample, "create");
        if (read is { } back) yield return () => scripts.Call(back, sample, "read");
    }
}
