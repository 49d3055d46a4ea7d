using System.Text.Json.Nodes;
using ScimGateway.Mapping.Scripting;

namespace ScimGateway.Mapping.Values;

/// <summary><c>write: function (value, context) { … }</c> and <c>read</c>; a direction without a function leaves the value as it is.</summary>
internal sealed class FunctionMapper(ScriptPool scripts, int? write, int? read) : ValueMapper
{
    public override JsonNode? ToTarget(JsonNode value, string operation) => write is { } function ? scripts.Call(function, value, operation) : value;

    public override JsonNode? ToClient(JsonNode value) => read is { } function ? scripts.Call(function, value, "read") : value;

    /// <summary>Runs both functions on a sample, for their speed alone.</summary>
    public void WarmUp(JsonNode sample)
    {
        if (write is { } there) Try(there, sample, "create");
        if (read is { } back) Try(back, sample, "read");
    }

    // A function may well refuse the sample: it is nobody's value.
    private void Try(int function, JsonNode sample, string operation)
    {
        try
        {
            scripts.Call(function, sample, operation);
        }
        catch (Exception fault) when (fault is ScriptFailedException or ScriptLimitException or ScriptRefusedException)
        {
            return;
        }
    }
}
