using Acornima.Ast;
using Jint;

namespace ScimGateway.Mapping.Scripting;

/// <summary>A script that was parsed and checked: immutable, shared by all engines that run it.</summary>
internal sealed class ScriptProgram(ScriptSource source, Prepared<Script> prepared)
{
    private readonly Prepared<Script> prepared = prepared;

    public ScriptSource Source { get; } = source;

    /// <summary>The names of the rewritten text; its lines are those of the source, its columns are not.</summary>
    public ScriptScopes Scopes { get; } = new(prepared.Program!);

    /// <summary>The texts that <c>refuse</c> is called with.</summary>
    public IReadOnlySet<string> Refusals { get; } = RefusalTexts.In(prepared.Program!);

    /// <summary>The first argument of the <c>target(…)</c> statement, which knows the lines of its keys.</summary>
    public ObjectExpression? Target { get; } =
        prepared
            .Program!.Body.OfType<ExpressionStatement>()
            .Select(statement => statement.Expression)
            .OfType<CallExpression>()
            .FirstOrDefault(call => call is { Callee: Identifier { Name: "target" }, Arguments.Count: > 0 })
            ?.Arguments[0] as ObjectExpression;

    public void Run(Engine engine) => engine.Execute(prepared);
}
