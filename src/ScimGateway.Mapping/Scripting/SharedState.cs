using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using ScimGateway.Mapping.Faults;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Keeps the state of a loaded script unchanged: an engine serves the requests of many clients, and a value of the first
/// must not appear in the second. Objects are frozen; variables that a function sets are refused.</summary>
internal sealed class SharedState
{
    // Types of the engine that are not public; freezing needs them.
    private static readonly HashSet<string> Fixed = new(
        [
            "JsObject", "GlobalObject", "JsArguments", "NumberInstance", "StringInstance", "BooleanInstance", "SymbolInstance",
            "ObjectInstanceWithConstructor", "RowInstance",
        ], StringComparer.Ordinal);

    private readonly List<JsRegExp> patterns = [];

    private SharedState()
    {
    }

    /// <param name="engine">Its script has run.</param>
    /// <param name="program">The script.</param>
    /// <param name="functions">Those that will be called.</param>
    /// <param name="freezer">Has frozen the built-ins.</param>
    /// <param name="shared">Objects that cannot be frozen.</param>
    /// <exception cref="MappingException">A function sets or keeps state that all calls share: each place with its
    /// remedy.</exception>
    public static SharedState Keep(
        Engine engine, ScriptProgram program, IReadOnlyList<JsValue> functions, Freezer freezer, SharedObjects shared)
    {
        var state = new SharedState();
        var kept = new Reach(program.Scopes, freezer, shared).From(functions, everything: true);
        var used = new Reach(program.Scopes, freezer, shared).From(functions, everything: false);
        var written = Written(program, used.Keys).ToHashSet();
        List<MappingFault> faults =
        [
            .. written.Select(reference => Fault(program, reference, Sentence(reference))),
            .. Foreign(engine, program).Except(written).Select(reference => Fault(program, reference, NotAdded(reference))),
            .. Kept(program, kept),
        ];
        if (faults.Count > 0)
            throw new MappingException([.. faults.DistinctBy(fault => (fault.Line, fault.Message)).OrderBy(fault => fault.Line)]);
        foreach (var instance in kept.Keys)
        {
            if (instance is JsMap or JsSet or JsDate) shared.Add(instance);
            if (instance is JsRegExp pattern) state.patterns.Add(pattern);
        }

        foreach (var instance in kept.Keys.Append(engine.Global))
            if (instance is JsRegExp) freezer.FreezeAllBut(instance, "lastIndex"); // which is set back instead
            else freezer.FreezeAlone(instance);
        shared.IsLoading = false;
        return state;
    }

    /// <summary>Refuses a script that adds members to the language's own objects while it is loaded, and throws there.</summary>
    /// <exception cref="MappingException">Each place with its remedy.</exception>
    public static void RequireOwn(Engine engine, ScriptProgram program)
    {
        List<MappingFault> faults =
        [
            .. Foreign(engine, program).Where(reference => !reference.IsInFunction)
                .Select(reference => Fault(program, reference, NotAdded(reference))),
        ];
        if (faults.Count > 0) throw new MappingException(faults);
    }

    /// <summary>Resets the state that a function may have changed.</summary>
    public void Restore()
    {
        foreach (var pattern in patterns) pattern.Set("lastIndex", JsNumber.Create(0));
    }

    private static IEnumerable<NameReference> Written(ScriptProgram program, IEnumerable<ObjectInstance> used) =>
        from function in used.OfType<Function>()
        where function.FunctionDeclaration is not null
        from reference in program.Scopes.Outside((Node)function.FunctionDeclaration!)
        where reference.Use is NameUse.Assign || (reference.Use is NameUse.Change && !IsLastIndex(reference))
        select reference;

    // pattern.lastIndex = 0 before a search is common, and is reset anyway.
    private static bool IsLastIndex(NameReference reference) =>
        reference.Path?.EndsWith(".lastIndex", StringComparison.Ordinal) == true;

    private static MappingFault Fault(ScriptProgram program, NameReference reference, string sentence) =>
        new(program.Source.File, reference.Identifier.Location.Start.Line, sentence);

    private static string Sentence(NameReference reference)
    {
        string name = reference.Identifier.Name;
        return (reference.Use, reference.Declared) switch
        {
            (NameUse.Assign, null) =>
                $"A function sets {name}, which is declared nowhere; write const {name} = … or let {name} = ….",
            (NameUse.Assign, _) =>
                $"A function sets {name}, which stands outside of it and is shared by all calls; declare it inside the function.",
            (_, null) => $"A function changes {name}, which belongs to the language; write a function of your own.",
            _ =>
                $"A function changes {name}, which stands outside of it and is shared by all calls; make it inside the function.",
        };
    }

    // An iterator advances with each use.
    private static IEnumerable<MappingFault> Kept(ScriptProgram program, IReadOnlyDictionary<ObjectInstance, string?> kept) =>
        from found in kept
        where found.Key is not (Function or BindFunction or JsArray or JsRegExp or JsError or JsDate or JsMap or JsSet)
            && !Fixed.Contains(found.Key.GetType().Name)
        select new MappingFault(
            program.Source.File,
            found.Value is null ? 0 : program.Scopes.First(found.Value)?.Identifier.Location.Start.Line ?? 0,
            $"The script keeps {(found.Value is null ? "a value" : $"in {found.Value} a value")} that changes with each use, an iterator for one; make it inside the function.");

    private static string NotAdded(NameReference reference) =>
        $"{reference.Path} cannot be added: the language's own objects are frozen; write a function of your own.";

    // Members that the script adds to the language's own objects: they are frozen.
    private static IEnumerable<NameReference> Foreign(Engine engine, ScriptProgram program) => program.Scopes.Free()
        .Where(reference => reference is { Use: NameUse.Change, Path: not null }
            && BuiltIns.Names.Contains(reference.Identifier.Name) && !BuiltIns.Has(engine, reference.Path));
}
