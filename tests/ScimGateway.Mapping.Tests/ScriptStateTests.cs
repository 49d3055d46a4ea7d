using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests;

/// <summary>Engines are pooled: nothing that a function notes of one request may come out in another.</summary>
public sealed class ScriptStateTests
{
    [Theory]
    [InlineData("var last = 'none';", "var before = last; last = v; return before;", "none")]
    [InlineData("", "var before = typeof last; last = v; return before;", "undefined")]
    [InlineData("var seen = {};", "var before = Object.keys(seen).length; seen[v] = 1; return 'n' + before;", "n0")]
    [InlineData("var seen = [];", "var before = seen.length; try { seen.push(v); } catch (e) { } return 'n' + before;", "n0")]
    [InlineData("var seen = { deep: { list: ['first'] } };", "var before = seen.deep.list[0]; seen.deep.list[0] = v; return before;", "first")]
    [InlineData("", "var before = typeof Object.prototype.last; Object.prototype.last = v; return before;", "undefined")]
    [InlineData("", "var before = typeof [].last; Array.prototype.last = v; return before;", "undefined")]
    [InlineData("var digits = /x/g;", "return digits.test(v) ? 'match' : 'none';", "match")]
    [InlineData("var next = (function () { var count = 0; return function () { count++; return count; }; })();", "return 'n' + next();", "n1")]
    [InlineData("var note = (function () { var seen = {}; return function (v) { var n = Object.keys(seen).length; seen[v] = 1; return n; }; })();", "return 'n' + note(v);", "n0")]
    [InlineData("function f() { }", "var before = typeof f.last; f.last = v; return before;", "undefined")]
    public void A_function_finds_what_the_script_held_when_it_was_loaded(string declared, string body, string expected)
    {
        var mapping = Mappings.Compile($$"""{{declared}} target({ User: { attributes: [ map("title", "t", { write: function (v) { {{body}} }, read: false }) ] } });""").At("/Users")!;
        for (int call = 0; call < 3; call++)
            Assert.Equal(expected, mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create)["t"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("var out = []; [1, 2].forEach(function (n) { out.push(n + names.length); }); return out.join();", "2,3")]
    [InlineData("return v.replace(pattern, 'y') + v.replace(pattern, 'z');", "yz")]
    [InlineData("var count = 0; ['a', 'b'].forEach(function () { count++; }); return 'n' + count;", "n2")]
    [InlineData("try { throw new Error('no'); } catch (e) { return e.message; }", "no")]
    [InlineData("var o = { a: 1 }; o.toString = function () { return 'own'; }; return '' + o;", "own")]
    public void A_function_may_change_what_is_its_own(string body, string expected)
    {
        var mapping = Mappings.Compile($$"""var names = ['n'], pattern = /x/g; target({ User: { attributes: [ map("title", "t", { write: function (v) { {{body}} }, read: false }) ] } });""").At("/Users")!;
        for (int call = 0; call < 3; call++)
            Assert.Equal(expected, mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create)["t"]!.GetValue<string>());
    }
}
