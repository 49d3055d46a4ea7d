using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using ScimGateway.Mapping.Faults;

namespace ScimGateway.Mapping.Scripting;

/// <summary>One engine that has loaded one mapping's script. Used by one thread at a time.</summary>
internal sealed class ScriptEngine
{
    // Loading runs cold code: the first engine of a process needs far more than a function may take.
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(5);
    private static readonly string[] ErrorNames = [
        "TypeError",
        "ReferenceError",
        "RangeError",
        "SyntaxError",
        "URIError",
        "EvalError",
    ];
    private const int LoadMemory = 256 * 1024 * 1024;

    private readonly Engine engine;
    private readonly ScriptRecorder recorder;
    private readonly SharedState state;
    private readonly ScriptJson json;
    private readonly CallLimits running;
    private readonly ScriptLimits limits;

    private ScriptEngine(
        Engine engine, ScriptRecorder recorder, SharedState state, CallLimits running, ScriptLimits limits)
    {
        this.engine = engine;
        this.state = state;
        this.recorder = recorder;
        this.running = running;
        this.limits = limits;
        json = new ScriptJson(engine, limits);
    }

    /// <summary>Each call of <c>target</c> that the script made.</summary>
    public IReadOnlyList<(int Line, ScriptNode Definition)> Targets => recorder.Targets;

    /// <summary>Runs the script, so that its functions can be called.</summary>
    /// <exception cref="MappingException">It throws, exceeds a limit, or keeps state that all calls would share.</exception>
    public static ScriptEngine Load(ScriptProgram program, ScriptLimits limits)
    {
        try
        {
            return LoadHere(program, limits);
        }
        catch (Exception fault)
            when (fault is ScriptStackException or InsufficientExecutionStackException && !LargeStack.IsCurrent)
        {
            return LargeStack.Run(() => LoadHere(program, limits));
        }
    }

    private static ScriptEngine LoadHere(ScriptProgram program, ScriptLimits limits)
    {
        var bounds = new CallLimits(LoadTime, LoadMemory);
        bounds.Stack.Reset();
        bounds.Stack.Check();
        var fresh = new Engine(options => Limit(options, limits, bounds));
        var shared = new SharedObjects();
        var freezer = BuiltIns.Install(fresh, limits, shared, bounds.Check);
        var words = new ScriptRecorder(fresh, program);
        words.Install();
        SharedState.RequireOwn(fresh, program);
        Run(program, fresh, limits);
        var kept = SharedState.Keep(fresh, program, words.Functions, freezer, shared);
        bounds.Memory.Limit = limits.Memory;
        return new ScriptEngine(fresh, words, kept, bounds, limits);
    }

    /// <summary>Calls a function of the script.</summary>
    /// <param name="function">Its <see cref="ScriptFunction.Index"/>.</param>
    /// <param name="value">Its first argument; not changed.</param>
    /// <param name="purpose">The <c>operation</c> of its second argument, the context.</param>
    /// <param name="spent">CPU time that it took already, on a thread whose stack was too small.</param>
    /// <exception cref="ScriptLimitException">It exceeded a limit.</exception>
    /// <exception cref="ScriptRefusedException">It called <c>refuse</c>.</exception>
    /// <exception cref="ScriptFailedException">It threw, or returned no JSON value.</exception>
    /// <exception cref="ScriptInputException">A script cannot have such a value.</exception>
    public JsonNode? Call(int function, JsonNode? value, string purpose, TimeSpan spent)
    {
        running.Time.Limit = limits.Time - spent;
        running.Stack.Reset();
        running.Stack.Check();
        state.Restore();
        try
        {
            return json.FromScript(Run(recorder.Functions[function], json.ToScript(value), purpose));
        }
        catch (ScriptStackException fault)
        {
            fault.Spent = running.Time.Spent;
            throw;
        }
        catch (Exception fault)
            when (fault is not (ScriptFailedException or ScriptRefusedException or ScriptInputException or ScriptLimitException))
        {
            throw Limit(fault, limits) is { } what ? new ScriptLimitException(what, fault)
            : fault is JavaScriptException thrown
                ? new ScriptFailedException($"threw an error ({Kind(thrown)}, line {thrown.Location.Start.Line})", fault)
            // Faults that the engine itself does not survive: an overflow inside a built-in, for one.
            : new ScriptLimitException($"met a fault of the script engine ({fault.GetType().Name})", fault);
        }
    }

    private JsValue Run(JsValue function, JsValue value, string purpose)
    {
        var context = new JsObject(engine);
        context.FastSetDataProperty("operation", JsString.Create(purpose));
        try
        {
            return engine.Call(function, JsValue.Undefined, [value, context]);
        }
        catch (InsufficientExecutionStackException) when (!LargeStack.IsCurrent)
        {
            throw new ScriptStackException();
        }
        catch (Exception fault) when (fault is not ScriptStackException && Limit(fault, limits) is { } what)
        {
            throw new ScriptLimitException(what + Where(engine), fault);
        }
    }

    /// <summary>", line 6": where the script was when it was stopped.</summary>
    private static string Where(Engine engine) => ScriptPlace.Line(engine) is > 0 and var line ? $", line {line}" : "";

    private static void Limit(Options options, ScriptLimits limits, CallLimits running)
    {
        options.MaxStatements(limits.Statements).LimitRecursion(limits.Recursion).RegexTimeoutInterval(limits.RegexWait)
            .MaxArraySize(BitOperations.RoundUpToPowerOf2((uint)limits.ArrayLength)).MaxJsonParseDepth(limits.Depth)
            .Culture(CultureInfo.InvariantCulture).LocalTimeZone(TimeZoneInfo.Utc);
        foreach (var constraint in running.All) options.Constraint(constraint);
        options.Constraints.StackOverflowGuard = true;
        options.Host.StringCompilationAllowed = false;
    }

    private static void Run(ScriptProgram program, Engine engine, ScriptLimits limits)
    {
        try
        {
            program.Run(engine);
        }
        catch (InsufficientExecutionStackException) when (!LargeStack.IsCurrent)
        {
            throw new ScriptStackException();
        }
        catch (JavaScriptException fault)
        {
            throw Fault(
                program,
                fault.Location.Start.Line,
                $"The script threw while it was loaded: {Words(fault).TrimEnd('.')}."
            );
        }
        catch (Exception fault) when (fault is ScriptFailedException or ScriptRefusedException)
        {
            bool failed = fault is ScriptFailedException;
            throw Fault(
                program,
                0,
                failed ? fault.Message + "." : "The script called refuse while it was loaded; only a function may."
            );
        }
        catch (Exception fault)
            when (Limit(fault, limits) is { } what && (LargeStack.IsCurrent || fault is not ScriptStackException))
        {
            throw Fault(program, ScriptPlace.Line(engine), $"The script {what} while it was loaded.");
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or ScriptStackException))
        {
            throw Fault(program, 0, $"The script met a fault of the script engine while it was loaded ({fault.GetType().Name}).");
        }
    }

    private static MappingException Fault(ScriptProgram program, int line, string sentence) =>
        new([new MappingFault(program.Source.File, line, sentence)]);

    private static string Words(JavaScriptException fault) =>
        fault.Error is ObjectInstance ? $"{Kind(fault)}: {fault.Message}" : fault.Message;

    // The script's own message may contain the value, so it is logged at debug only. The kind of an error of the language cannot
    // contain it. No member is read here: a getter would run the script.
    private static string Kind(JavaScriptException fault)
    {
        if (fault.Error is not ObjectInstance { Prototype: { } prototype } error) return "Error";
        return ErrorNames.FirstOrDefault(name => error.Engine.Global.GetOwnProperty(name).Value is ObjectInstance kind
            && ReferenceEquals(kind.GetOwnProperty("prototype").Value, prototype)) ?? "Error";
    }

    // With the limit's name in gateway.yaml, so that nobody has to search for the number.
    private static string? Limit(Exception fault, ScriptLimits limits) => fault switch
    {
        ScriptLimitException limit => limit.What,
        StatementsCountOverflowException => $"ran more statements than it may (limits.scriptStatements: {limits.Statements})",
        RecursionDepthOverflowException => $"called itself deeper than it may (limits.scriptRecursion: {limits.Recursion})",
        InsufficientExecutionStackException => "called itself deeper than it may",
        JavaScriptException { Message: "Maximum call stack size exceeded" } => "called itself deeper than it may",
        JavaScriptException { Message: "Invalid string length" } => "made a string that is longer than it may be",
        RegexMatchTimeoutException => $"matched a regular expression for longer than it may (limits.scriptRegexTime: {limits.RegexTime.TotalMilliseconds:0} ms)",
        TimeoutException => "took longer than it may",
        MemoryLimitExceededException =>
            $"made an array of more elements than it may (limits.scriptArrayLength: {limits.ArrayLength})",
        _ => null,
    };
}
