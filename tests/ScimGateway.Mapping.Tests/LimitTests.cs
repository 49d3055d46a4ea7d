using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests;

public class LimitTests
{
    [Theory]
    [InlineData("while (true) {}", "ran more statements than it may")]
    [InlineData("function f() { return f(); } return f();", "called itself deeper than it may")]
    [InlineData("try { while (true) {} } catch (e) { return 'caught'; }", "ran more statements than it may")]
    [InlineData("return /^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!');", "matched a regular expression for longer")]
    [InlineData(
        "return 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.match('^(a+)+$');",
        "matched a regular expression for longer"
    )]
    [InlineData(
        "return 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.replace(new RegExp('^(a+)+$'), '');",
        "matched a regular expression for longer"
    )]
    [InlineData("return new Array(1e9).join('x');", "made an array of more elements than it may")]
    [InlineData("return Array(1e9).join('x');", "made an array of more elements than it may")]
    [InlineData("return new [].constructor(1e9).join('x');", "made an array of more elements than it may")]
    [InlineData("var a = []; a.length = 1e9; return a.join('x');", "made an array of more elements than it may")]
    [InlineData(
        "var a = []; a[4e9] = 1; return a.map(function (x) { return x; });",
        "made an array of more elements than it may"
    )]
    [InlineData("return Array.prototype.slice.call({ length: 1e9 });", "made an array of more elements than it may")]
    [InlineData("var s = 'x'; for (var i = 0; i < 40; i++) s += s; return s;", "made a string of more than 262144 characters")]
    [InlineData("var s = 'x'; for (var i = 0; i < 40; i++) s = s + s; return s;", "made a string of more than 262144 characters")]
    [InlineData(
        "var s = 'x'; for (var i = 0; i < 40; i++) s = s.concat(s, s); return s;",
        "made a string of more than 262144 characters"
    )]
    [InlineData("var s = 'xxxxxxxxxx'; for (var i = 0; i < 40; i++) s = s.replace(/x/g, s); return s;", "")]
    [InlineData(
        "var a = new Array(9000); return a.join(new Array(9000).join('x'));",
        "made a string of more than 262144 characters"
    )]
    public void A_script_that_passes_a_limit_is_our_fault_and_the_next_call_works(string body, string sentence)
    {
        var mapping = Mappings.User(
            $$"""map("title", "t", { write: function (v) { if (v === "fine") return v; {{body}} }, read: false })"""
        );
        var fault = Assert.Throws<ScimException>(() =>
            mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create));
        Assert.Equal(500, fault.Status);
        Assert.Contains(
            "The mapping 'acme' (mapping.js line 2) is at fault, not the request: its write function for title ",
            fault.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Mappings.Same("""{"t":"fine"}""", mapping.ToTarget(Mappings.Json("""{"title":"fine"}"""), ScimOperation.Create));
    }

    [Theory]
    [InlineData("\n\nwhile (true) {}", "ran more statements than it may (limits.scriptStatements: 20000), line 4.")]
    [InlineData("\nfor (;;) {\n  var i = 1;\n}", "ran more statements than it may (limits.scriptStatements: 20000), line ")]
    [InlineData("\nfunction f(n) {\n  return f(n + 1);\n}\nreturn f(0);", "called itself deeper than it may")]
    [InlineData(
        "\nvar t = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!';\nreturn /^(a+)+$/.test(t);",
        "matched a regular expression for longer than it may (limits.scriptRegexTime: 200 ms), line 4."
    )]
    [InlineData(
        "\nreturn new Array(1e9).join('x');",
        "made an array of more elements than it may (limits.scriptArrayLength: 10000), line 3."
    )]
    [InlineData("\nvar s = 'x';\nfor (var i = 0; i < 40; i++) s += s;", "made a string of more than 262144 characters, line 4.")]
    public void A_limit_is_told_with_its_number_and_the_line_that_passed_it(string body, string sentence)
    {
        var mapping = Mappings.User($$"""map("title", "t", { write: function (v) { {{body}} }, read: false })""");
        var fault = Assert.Throws<ScimException>(() =>
            mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return [3, 1, 2].sort().concat([4]).join('-');", "1-2-3-4")]
    [InlineData("return 'a,b'.split(',').map(function (x) { return x + x; }).join();", "aa,bb")]
    [InlineData("return 'Ana Lee'.replace(/(\\w+) (\\w+)/, '$2 $1');", "Lee Ana")]
    [InlineData("return 'abc'.replace('b', function (m) { return m.toUpperCase(); });", "aBc")]
    [InlineData("return ('x1y2'.match(/\\d/g) || []).length + ':' + 'abc'.search('c');", "2:2")]
    [InlineData(
        "return [new Array(3).length, Array.isArray([]), [] instanceof Array, new Array(1, 2).length, /a/i.test('A')].join(' ');",
        "3 true true 2 true"
    )]
    [InlineData("var n = 1; n += 2; return 'n' + n;", "n3")]
    [InlineData("return typeof System + typeof importNamespace + typeof require;", "undefinedundefinedundefined")]
    public void Ordinary_scripts_run_as_the_language_says(string body, string expected)
    {
        var mapping = Mappings.User($$"""map("title", "t", { write: function (v) { {{body}} }, read: false })""");
        Assert.Equal(
            expected,
            mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create).Tree["t"]!.GetValue<string>()
        );
    }
}
