using ScimGateway.Mapping.Scripting;

namespace ScimGateway.Mapping.Tests;

/// <summary>Which engines are used again.</summary>
public sealed class ScriptPoolTests
{
    [Theory]
    [InlineData("return v;", null, 1)]
    [InlineData("throw new Error('no');", typeof(ScriptFailedException), 1)]
    [InlineData("return refuse('No such title.');", typeof(ScriptRefusedException), 1)]
    [InlineData("while (true) {}", typeof(ScriptLimitException), 0)]
    [InlineData("return new Array(1e9).join('x');", typeof(ScriptLimitException), 0)]
    public void An_engine_is_used_again_unless_it_passed_a_limit(string body, Type? thrown, int idle)
    {
        var source = new ScriptSource(
            "acme",
            "mapping.js",
            $$"""target({ User: { attributes: [ map("title", "t", { write: function (v) { {{body}} }, read: false }) ] } });"""
        );
        var pool = new ScriptPool(source.Prepare(Mappings.Limits), Mappings.Limits);

        var fault = Record.Exception(() => pool.Call(0, "x", "create"));

        Assert.Equal((thrown, idle), (fault?.GetType(), pool.Idle));
    }

    [Fact]
    public void No_more_engines_wait_than_twice_the_processors()
    {
        var program = new ScriptSource("acme", "mapping.js", "target({ User: {} });").Prepare(Mappings.Limits);
        var pool = new ScriptPool(program, Mappings.Limits);
        for (int i = 0; i < (2 * Environment.ProcessorCount) + 1; i++) pool.Add(ScriptEngine.Load(program, Mappings.Limits));
        Assert.Equal(2 * Environment.ProcessorCount, pool.Idle);
    }
}
