using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests.Scripting;

/// <summary>Scripts in newer JavaScript than the engine speaks: told when they are loaded, where, and what to write instead.</summary>
public sealed class NewerScriptTests
{
    private const string Arrow = " => ";

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Scripting/syntax.cases")))
            {
                if (line.Length == 0 || line[0] == '#') continue;
                int arrow = line.LastIndexOf(Arrow, StringComparison.Ordinal);
                cases.Add(line[..arrow].Replace('⏎', '\n'), line[(arrow + Arrow.Length)..]);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_the_engine_lacks_is_named_with_its_place_and_what_to_write_instead(string script, string expected)
    {
        string place = expected[..expected.IndexOf(' ', StringComparison.Ordinal)];
        string sentence = $"{place.Replace(":", ": Column ", StringComparison.Ordinal)}: The script language is ECMAScript 5.1: {expected[(place.Length + 1)..]}";

        Assert.Equal([sentence], Mappings.Faults(script));
    }

    [Theory]
    [InlineData("var s = 'a => b `c` ...d ?. ?? **'; // v => `${v}` class of async")]
    [InlineData("/* for (var x of y) {} */ var o = { class: 1, of: 2, async: 3, get: 4, import: 5, values: 6 }; o.class = o.of;")]
    [InlineData("var o = { get a() { return 1; }, set a(v) {} };")]
    [InlineData("let a = 1; const b = 2; for (let i = 0; i < 2; i++) { a += b; }")]
    [InlineData("var a = [1, 2, ]; var o = { a: 1, }; var x = a ? .5 : 1;")]
    [InlineData("var s = '\\\\u{1}'; var r = /a/gim;")]
    [InlineData("String.prototype.includes = function (part) { return this.indexOf(part) >= 0; }; function f(v) { return v.includes('a'); }")]
    [InlineData("Object.assign = function (to) { return to; }; var o = Object.assign({});")]
    [InlineData("var Map = function () {}; var m = new Map();")]
    [InlineData("var tools = { find: function (v) { return v; } }; var x = tools.find(1);")]
    [InlineData("function f(v, Set) { return typeof Promise + v.console + Set; }")]
    public void What_only_looks_newer_is_taken(string script) => Mappings.Compile($"{script}\ntarget({{ User: {{}} }});");

    [Fact]
    public void Everything_the_library_lacks_is_told_at_once() =>
        Assert.Equal([1, 2], Mappings.Faults("var a = Object.entries({});\nvar b = new Set();").Select(fault => fault[0] - '0'));

    public static TheoryData<string> Lacking => [.. NewerLibrary.Methods.Keys.Select(Expression), .. NewerLibrary.Globals.Keys];

    [Theory]
    [MemberData(nameof(Lacking))]
    public void Nothing_is_refused_that_the_engine_has(string expression) =>
        Assert.Equal("undefined", Mappings.User($$"""map("title", "t", { write: function () { return typeof {{expression}}; }, read: false })""")
            .ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create)["t"]!.GetValue<string>());

    [Theory]
    [InlineData("return null.x;", "threw an error (TypeError, line 3)")]
    [InlineData("return v.nothing.x;", "threw an error (TypeError, line 3)")]
    [InlineData("return v[\"incl\" + \"udes\"](\"a\");", "threw an error (TypeError, line 3)")]
    [InlineData("return nothing;", "threw an error (ReferenceError, line 3)")]
    [InlineData("throw new Error(\"secret\");", "threw an error (Error, line 3)")]
    [InlineData("throw { name: \"secret\" };", "threw what is no error")]
    [InlineData("throw \"secret\";", "threw an error (Error, line 3)")]
    public void A_function_that_throws_is_told_by_the_kind_of_its_error_and_its_line_and_never_in_its_own_words(string body, string what)
    {
        var mapping = Mappings.User($"map(\"title\", \"t\", {{ read: false, write: function (v) {{\n{body} }} }})");

        var fault = Assert.Throws<ScimException>(() => mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create));

        Assert.Equal((400, ScimType.InvalidValue), (fault.Status, fault.Type));
        Assert.EndsWith($"could not convert title: its write function {what}.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_uses_nothing_as_an_object_while_it_is_loaded_says_so() =>
        Assert.Equal(["2: The script threw while it was loaded: TypeError: something that is undefined or null was used as an object."], Mappings.Faults("var a;\nvar b = a.c;"));

    [Theory]
    [InlineData("\nthrow {};", "threw what is no error")]
    [InlineData("\nthrow new Error(\"no\");", "threw while it was loaded: no")]
    public void A_script_that_throws_while_it_is_loaded_is_told_with_its_line(string script, string sentence) =>
        Assert.Contains(sentence, Assert.Single(Mappings.Faults(script)), StringComparison.Ordinal);

    private static string Expression(string method) => method[0] == '.' ? $"(\"\"{method} || []{method})" : method;
}
