using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests;

/// <summary>Engines are pooled: nothing that a function notes of one request may come out in another.</summary>
public sealed class ScriptStateTests
{
    [Theory]
    [InlineData("var seen = [];", "var before = seen.length; try { seen.push(v); } catch (e) { } return 'n' + before;", "n0")]
    [InlineData("var digits = /x/g;", "return digits.test(v) ? 'match' : 'none';", "match")]
    [InlineData("const seen = new Map([['a', 1]]);", "try { seen.set(v, 1); } catch { } return 'n' + seen.size;", "n1")]
    [InlineData("const seen = new Set(['a']);", "try { seen.add(v); } catch { } return 'n' + seen.size;", "n1")]
    [InlineData("const first = new Date(0);", "try { first.setTime(1); } catch { } return 'n' + first.getTime();", "n0")]
    [InlineData("const column = suffix => v => v + suffix; const write = column('!');", "return write(v);", "x!")]
    [InlineData(
        "const rows = {}; ['a', 'b'].forEach(function (k) { rows[k] = k.toUpperCase(); });",
        "return Object.values(rows).join('');",
        "AB"
    )]
    [InlineData("const digits = /x/g;", "digits.lastIndex = 0; return digits.test(v) ? 'match' : 'none';", "match")]
    [InlineData("let lines = 0; function next() { lines++; return lines; } next(); next();", "return v;", "x")]
    public void A_function_finds_what_the_script_held_when_it_was_loaded(string declared, string body, string expected)
    {
        var mapping = Mappings.Compile($$"""{{declared}} target({ User: { attributes: [ map("title", "t", { write: function (v) { {{body}} }, read: false }) ] } });""").At("/Users")!;
        for (int call = 0; call < 3; call++)
            Assert.Equal(
                expected,
                mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create).Tree["t"]!.GetValue<string>()
            );
    }

    [Theory]
    [InlineData(
        "var last = 'none';",
        "last = v;",
        "3: A function sets last, which stands outside of it and is shared by all calls; declare it inside the function."
    )]
    [InlineData("let last;", "[last] = [v];", "3: A function sets last, which stands outside of it")]
    [InlineData("", "last = v;", "3: A function sets last, which is declared nowhere; write const last = … or let last = ….")]
    [InlineData(
        "var seen = {};",
        "seen[v] = 1;",
        "3: A function changes seen, which stands outside of it and is shared by all calls; make it inside the function."
    )]
    [InlineData("var seen = { deep: {} };", "delete seen.deep.a;", "3: A function changes seen,")]
    [InlineData(
        "",
        "Array.prototype.last = v;",
        "3: A function changes Array, which belongs to the language; write a function of your own."
    )]
    [InlineData(
        "var next = (function () { var count = 0; return function () { count++; return count; }; })();",
        "return next();",
        "1: A function sets count, which stands outside of it"
    )]
    [InlineData(
        "const ids = [1, 2].values();",
        "return ids.next().value;",
        "3: The script keeps in ids a value that changes with each use, an iterator for one; make it inside the function."
    )]
    [InlineData(
        "String.prototype.digits = function () { return 1; };",
        "return v;",
        "1: String.prototype.digits cannot be added: the language's own objects are frozen; write a function of your own."
    )]
    public void A_function_that_keeps_something_for_the_next_call_is_refused_with_its_line(
        string declared,
        string body,
        string sentence
    ) =>
        Assert.StartsWith(sentence, Assert.Single(Mappings.Faults($$"""
            {{declared}}
            target({ User: { attributes: [ map("title", "t", { write: function (v) {
            {{body}} }, read: false }) ] } });
            """)), StringComparison.Ordinal);

    /// <summary>A write that goes nowhere would be lost without a word: the mapping would give what its author never
    /// wrote.</summary>
    [Theory]
    [InlineData("const seen = { last: 'none' };", "const alias = seen; alias.last = v; return alias.last;", "TypeError")]
    [InlineData("const names = ['a'];", "const alias = names; alias[0] = v; return alias[0];", "TypeError")]
    [InlineData("const names = ['a'];", "const alias = names; alias.length = 0; return v;", "TypeError")]
    [InlineData("const seen = { last: 'none' };", "const alias = seen; delete alias.last; return v;", "TypeError")]
    [InlineData("const note = (where, what) => { where.what = what; };", "note(Math, v); return v;", "TypeError")]
    [InlineData("", "const text = v; text.length = 0; return v;", "TypeError")]
    public void A_write_to_what_is_frozen_is_told_whatever_it_is_called(string declared, string body, string kind)
    {
        var mapping = Mappings.Compile($$"""{{declared}} target({ User: { attributes: [ map("title", "t", { write: function (v) { {{body}} }, read: false }) ] } });""").At("/Users")!;

        var fault = Assert.Throws<ScimException>(() =>
            mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create));

        Assert.Contains($"its write function threw an error ({kind}, line 1)", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Object.assign = function () { return 1; };",
        "1: The script threw while it was loaded: TypeError: Cannot assign to read only property 'assign'"
    )]
    [InlineData("total = 1;", "1: The script threw while it was loaded: ReferenceError: total is not defined.")]
    [InlineData(
        "const o = Object.freeze({ a: 1 });\no.a = 2;",
        "2: The script threw while it was loaded: TypeError: Cannot assign to read only property 'a'"
    )]
    [InlineData("const code = 010;", "1: Column ")]
    public void What_strict_mode_forbids_is_told_when_the_script_is_loaded(string script, string sentence) =>
        Assert.StartsWith(
            sentence,
            Assert.Single(Mappings.Faults($"{script}\ntarget({{ User: {{}} }});")),
            StringComparison.Ordinal
        );

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
            Assert.Equal(
                expected,
                mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create).Tree["t"]!.GetValue<string>()
            );
    }
}
