using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Parser.Ast;
using Jint.Runtime;

namespace ScimGateway.Mapping.Scripting;

/// <summary>One engine that has loaded one mapping's script. Used by one thread at a time.</summary>
internal sealed class ScriptEngine
{
    // Loading runs cold code: the first engine of a process needs 150 ms, far more than a function may take.
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(5);

    private readonly Engine engine;
    private readonly ScriptRecorder recorder;
    private readonly ScriptState state;

    private ScriptEngine(Engine engine, ScriptRecorder recorder, ScriptState state)
    {
        this.engine = engine;
        this.state = state;
        this.recorder = recorder;
    }

    /// <summary>Each call of <c>target</c> that the script made.</summary>
    public IReadOnlyList<(int Line, ScriptNode Definition)> Targets => recorder.Targets;

    /// <summary>Runs the script, so that its functions can be called.</summary>
    /// <exception cref="MappingException">It does not parse, throws, or passes a limit.</exception>
    public static ScriptEngine Load(ScriptSource source, ScriptLimits limits)
    {
        var program = source.Parse();
        Options options = null!;
        var fresh = new Engine(given => options = given
            .MaxStatements(limits.Statements).TimeoutInterval(LoadTime).LimitRecursion(limits.Recursion).Culture(CultureInfo.InvariantCulture));
        var bounds = new ScriptBounds(fresh, limits);
        bounds.Install();
        GrowthChecks.Install(fresh, program, bounds);
        var words = new ScriptRecorder(fresh) { TargetSyntax = TargetSyntax(program) };
        words.Install();
        var ours = fresh.Global.GetOwnProperties().Select(member => member.Key).ToHashSet(StringComparer.Ordinal);
        Run(source, fresh, program);
        var loaded = ScriptState.Keep(fresh, ours, words.Functions);
        options.TimeoutInterval(limits.Time);
        return new ScriptEngine(fresh, words, loaded);
    }

    /// <summary>Calls a function of the script.</summary>
    /// <param name="function">Its <see cref="ScriptFunction.Index"/>.</param>
    /// <param name="value">Its first argument; stays the caller's.</param>
    /// <param name="operation">The <c>operation</c> of its second argument, the context.</param>
    /// <exception cref="ScriptLimitException">It passed a limit.</exception>
    /// <exception cref="ScriptFailedException">It threw, or gave no JSON value.</exception>
    public JsonNode? Call(int function, JsonNode? value, string operation)
    {
        engine.ResetCallStack();
        engine.ResetStatementsCount();
        engine.ResetTimeoutTicks();
        state.Restore();
        try
        {
            var context = engine.Object.Construct(Arguments.Empty);
            context.FastAddProperty("operation", operation, true, true, true);
            return ScriptJson.FromScript(recorder.Functions[function].Call(JsValue.Undefined, [ScriptJson.ToScript(engine, value), context]));
        }
        catch (JavaScriptException fault)
        {
            throw new ScriptFailedException($"threw an error ({Kind(fault)}, line {fault.LineNumber})", fault);
        }
        catch (ArgumentException fault)
        {
            // Jint asks what was thrown for its message, and fails when that is no string.
            throw new ScriptFailedException("threw what is no error", fault);
        }
        catch (Exception fault) when (Limit(fault) is { } what)
        {
            throw new ScriptLimitException(what, fault);
        }
    }

    private static void Run(ScriptSource source, Engine engine, Program program)
    {
        try
        {
            engine.Execute(program);
        }
        catch (JavaScriptException fault)
        {
            throw new MappingException([new MappingFault(source.File, fault.LineNumber, $"The script threw while it was loaded: {Words(fault)}")]);
        }
        catch (ScriptFailedException fault)
        {
            throw new MappingException([new MappingFault(source.File, 0, fault.Message + ".")]);
        }
        catch (ArgumentException)
        {
            int line = engine.GetLastSyntaxNode()?.Location?.Start.Line ?? 0;
            throw new MappingException([new MappingFault(source.File, line, "The script threw what is no error while it was loaded.")]);
        }
        catch (Exception fault) when (Limit(fault) is { } what)
        {
            int line = engine.GetLastSyntaxNode()?.Location?.Start.Line ?? 0;
            throw new MappingException([new MappingFault(source.File, line, $"The script {what} while it was loaded.")]);
        }
    }

    // The engine says nothing where a member of undefined or null is asked for.
    private static string Words(JavaScriptException fault) =>
        fault.Message.Length > 0 ? fault.Message : $"{Kind(fault)}: something that is undefined or null was used as an object.";

    // The script's own words are for nobody: they may hold the value. The name of an error of the language cannot.
    private static string Kind(JavaScriptException fault)
    {
        string? name = fault.Error.IsObject() && fault.Error.AsObject().Get("name") is { } given && given.IsString() ? given.AsString() : null;
        return name is "TypeError" or "ReferenceError" or "RangeError" or "SyntaxError" or "URIError" or "EvalError" ? name : "Error";
    }

    private static string? Limit(Exception fault) => fault switch
    {
        ScriptLimitException limit => limit.What,
        StatementsCountOverflowException => "ran more statements than it may",
        RecursionDepthOverflowException => "called itself deeper than it may",
        RegexMatchTimeoutException => "matched a regular expression for longer than it may",
        TimeoutException => "took longer than it may",
        _ => null,
    };

    private static Expression? TargetSyntax(Program program) => program.Body
        .OfType<ExpressionStatement>()
        .Select(statement => statement.Expression)
        .OfType<CallExpression>()
        .FirstOrDefault(call => call.Callee is Identifier { Name: "target" })?.Arguments.FirstOrDefault();
}
