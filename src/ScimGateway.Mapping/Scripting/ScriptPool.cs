using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace ScimGateway.Mapping.Scripting;

/// <summary>The engines of one mapping: each is used by one thread at a time, and one that exceeded a limit is thrown
/// away.</summary>
internal sealed class ScriptPool(ScriptProgram program, ScriptLimits limits)
{
    private static readonly int MostIdle = Environment.ProcessorCount * 2;

    private readonly ConcurrentBag<ScriptEngine> idle = [];

    /// <summary>How many engines wait for a call.</summary>
    public int Idle => idle.Count;

    public void Add(ScriptEngine engine)
    {
        if (idle.Count < MostIdle) idle.Add(engine);
    }

    /// <inheritdoc cref="ScriptEngine.Call"/>
    public JsonNode? Call(int function, JsonNode? value, string operation)
    {
        try
        {
            return Call(function, value, operation, TimeSpan.Zero);
        }
        catch (ScriptStackException fault) when (!LargeStack.IsCurrent)
        {
            return Again(function, value, operation, fault.Spent);
        }
    }

    private JsonNode? Again(int function, JsonNode? value, string operation, TimeSpan spent) =>
        LargeStack.Run(() => Call(function, value, operation, spent));

    private JsonNode? Call(int function, JsonNode? value, string operation, TimeSpan spent)
    {
        if (!idle.TryTake(out var engine)) engine = ScriptEngine.Load(program, limits);
        bool sound = true;
        try
        {
            return engine.Call(function, value, operation, spent);
        }
        catch (ScriptLimitException)
        {
            sound = false;
            throw;
        }
        finally
        {
            if (sound) Add(engine);
        }
    }
}
