using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests.Scripting;

/// <summary>A mapping is modern JavaScript, ES5 too; what it does not have is told when it is loaded: where, and what to write
/// instead.</summary>
public sealed class ScriptLanguageTests
{
    private const string Arrow = " => ";

    public static TheoryData<string, string> Removed
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Scripting/removed.cases")))
            {
                if (line.Length == 0 || line[0] == '#') continue;
                int arrow = line.LastIndexOf(Arrow, StringComparison.Ordinal);
                cases.Add(line[..arrow].Replace('⏎', '\n'), line[(arrow + Arrow.Length)..]);
            }

            return cases;
        }
    }

    public static TheoryData<string> Globals => [.. RemovedFeatures.Globals.Keys];

    [Theory]
    [MemberData(nameof(Removed))]
    public void What_a_mapping_does_not_have_is_named_with_its_place_and_what_to_write_instead(string script, string expected)
    {
        string place = expected[..expected.IndexOf(' ', StringComparison.Ordinal)];

        Assert.Equal(
            [$"{place.Replace(":", ": Column ", StringComparison.Ordinal)}: {expected[(place.Length + 1)..]}."],
            Mappings.Faults(script)
        );
    }

    [Theory]
    [MemberData(nameof(Globals))]
    public void A_name_that_is_said_to_be_absent_is_absent(string name) =>
        Assert.Equal("undefined", Written($"return typeof {name};"));

    [Theory]
    [InlineData("const f = (a, b = 1, ...c) => a + b + c.length; return `${f(1)}${f(1, 2, 3)}`;", "24")]
    [InlineData("const { a, b: { c = 3 } = {}, ...rest } = { a: 1, d: 4 }; return [a, c, rest.d].join();", "1,3,4")]
    [InlineData("let o = { v, ['k' + 1]: 2, m() { return this.v; }, get g() { return 5; } }; return o.m() + o.k1 + o.g;", "x25")]
    [InlineData("const o = null; return `${o?.a?.[0] ?? 'none'}${o?.f?.() ?? 1}`;", "none1")]
    [InlineData("let a = null; a ??= 'x'; a &&= a + 'y'; a ||= 'z'; return a + 2 ** 3;", "xy8")]
    [InlineData("let s = ''; for (const [k, w] of Object.entries({ a: 1, b: 2 })) s += k + w; return s;", "a1b2")]
    [InlineData("return [...new Map([['a', 1]])].flat().concat([...new Set([1, 1, 2])]).join();", "a,1,1,2")]
    [InlineData(
        "return ['b', 'a'].toSorted().at(-1) + 'abc'.includes('b') + 'abc'.startsWith('a') + '7'.padStart(3, '0');",
        "btruetrue007"
    )]
    [InlineData(
        "return 'a-b-c'.replaceAll('-', '+') + [...'a1b2'.matchAll(/\\d/g)].map(m => m[0]).join('') + ' x '.trim();",
        "a+b+c12x"
    )]
    [InlineData(
        "return Object.fromEntries([['a', 1]]).a + [1, [2, [3]]].flat(Infinity).length + [1, 2, 3].findLast(n => n < 3);",
        "6"
    )]
    [InlineData(
        "return '2026-01-31'.match(/(?<y>\\d{4})-(?<m>\\d\\d)/).groups.m + /a.b/s.test('a\\nb') + /\\p{L}/u.test('é');",
        "01truetrue"
    )]
    [InlineData("try { null.x; } catch { return 'caught'; }", "caught")]
    [InlineData("return Number.isInteger(1) + Math.trunc(1.5) + [3, 1].map(Number).reduce((a, b) => a + b);", "6")]
    [InlineData("return 1_000 + 0b11 + 0o7 + '\\u{1F600}'.length;", "1012")]
    [InlineData("function tag(s, ...n) { return s.join('|') + n.join(); } return tag`a${1}b${2}`;", "a|b|1,2")]
    [InlineData("const s = 'a'; return `${s}b` + `c${s + s}d${`e${s}`}`;", "abcaadea")]
    [InlineData("const k = { name: 1 }; k.toString = () => 'own'; k.constructor = 1; return '' + k;", "own")]
    [InlineData(
        "function K() { this.a = 1; } K.prototype.toString = function () { return 'K' + this.a; }; return '' + new K();",
        "K1"
    )]
    [InlineData("const e = new Error('m'); e.name = 'Mine'; e.message = 'n'; return String(e);", "Mine: n")]
    [InlineData(
        "return JSON.stringify({ a: [1, 'x\"\\n', null, undefined, () => 1], b: undefined, d: new Date(0), n: 1e21, e: {} });",
        """{"a":[1,"x\"\n",null,null,null],"d":"1970-01-01T00:00:00.000Z","n":1e+21,"e":{}}"""
    )]
    [InlineData(
        "return JSON.stringify({ b: 1, a: { b: 2 } }, ['b', 'a']) + JSON.stringify([1, { a: 1 }, []], null, 1);",
        "{\"b\":1,\"a\":{\"b\":2}}[\n 1,\n {\n  \"a\": 1\n },\n []\n]"
    )]
    [InlineData("return JSON.stringify({ a: 1, b: 2 }, (k, w) => k === 'a' ? undefined : w) + JSON.stringify(JSON.parse('[1,{\"a\":\"é\"}]'));", """{"b":2}[1,{"a":"é"}]""")]
    [InlineData("return 'aXbX'.replace(/x/gi, m => m + m) + 'abab'.replace(/(a)(b)/g, '$2$1') + 'a.b'.split('.').concat(['c']).join('-');", "aXXbXXbabaa-b-c")]
    [InlineData(
        "var add = function (a, b) { return a + b; }.bind(null, 'l'); return add('r') + [1, 2].toString() + [3, , 4].join();",
        "lr1,23,,4"
    )]
    [InlineData(
        "return 'aa'.match(/a/g).length + ('b'.match(/a/g) === null) + 'abc'.match(/b/).index + 'aXbX'.match(/(?=X)/g).length;",
        "6"
    )]
    [InlineData("const s='a',log=[]; const f=()=>{ return`${s}${s}` }; return typeof`${s}`+f();", "stringaa")]
    [InlineData("const f=x=>{ return(x)+x }, g=x=>{ return[x]+x }, h=x=>{ return-x+x }, i=x=>{ return\"q\"+x+x }; return f('a')+g('b')+h(1)+i('c');", "aabb0qcc")]
    [InlineData("for (const c of`${'a'}${'b'}`) v += c; switch (v) { case`x${'ab'}`: return 'yes' } return v;", "yes")]
    [InlineData("let s = 'a'; s += 'b'; const t = s; s += 'c'; return t + s + `${s}${s += 'd'}`;", "ababcabcabcd")]
    [InlineData("const o = { p: 'a' }; o.p += 'b'; const b = { ...o }; o.p += 'c'; o['p'] += 'd'; return b.p + o.p;", "ababcd")]
    [InlineData("let n = 0; const o = [{ p: 1 }]; const at = () => n++; o[at()].p += 2; return `${n}${o[0].p}`;", "13")]
    [InlineData("const log = []; try { `${{ toString() { throw 1; } }}${log.push(1)}`; } catch { } return log.length;", "0")]
    [InlineData("let u = 1; const k = u + (u += 1); let s = 'a'; s\n+=\n'b'; return k + s;", "3ab")]
    [InlineData(
        "const a = [1]; a.toString = () => 'mine'; const d = new Date(0); d.toJSON = () => 'day'; return a + JSON.stringify(d);",
        "mine\"day\""
    )]
    [InlineData(
        "return JSON.stringify([new Number(3), new String('s'), new Boolean(false), '\\ud800', '😀']);",
        "[3,\"s\",false,\"\\ud800\",\"😀\"]"
    )]
    [InlineData("return 'a😀b'.match(/(?:)/gu).length;", "4")]
    [InlineData("return JSON.stringify(JSON.parse('{\"a\":[1,2],\"b\":{\"c\":3}}', (k, w) => k === 'c' ? undefined : typeof w === 'number' ? w + 1 : w));", "{\"a\":[2,3],\"b\":{}}")]
    public void A_mapping_is_modern_JavaScript(string body, string expected) => Assert.Equal(expected, Written(body));

    [Theory]
    [InlineData("var s = 'eval(x) class async'; // Promise.resolve() `${console}`")]
    [InlineData("/* with (a) {} */ var o = { class: 1, of: 2, async: 3, get: 4, eval: 5, fetch: 6 }; o.class = o.of;")]
    [InlineData("if (!Object.assign) Object.assign = function (to) { return to; }; var o = Object.assign({});")]
    [InlineData(
        "if (!String.prototype.includes) String.prototype.includes = function (part) { return this.indexOf(part) >= 0; };"
    )]
    [InlineData("var Promise = function () {}; var p = new Promise();")]
    [InlineData("function f(v, fetch) { return typeof Promise + v.console + fetch; }")]
    [InlineData("var total = 1; total = total + 1;")]
    public void What_only_looks_forbidden_is_taken(string script) => Mappings.Compile($"{script}\ntarget({{ User: {{}} }});");

    [Fact]
    public void Everything_that_is_missing_is_told_at_once() =>
        Assert.Equal([1, 2], Mappings.Faults("var a = new Promise();\nclass B {}").Select(fault => fault[0] - '0'));

    [Theory]
    [InlineData("return null.x;", "threw an error (TypeError, line 3)")]
    [InlineData("return v.nothing.x;", "threw an error (TypeError, line 3)")]
    [InlineData("return v[\"incl\" + \"ude\"](\"a\");", "threw an error (TypeError, line 3)")]
    [InlineData("throw new Error(\"secret\");", "threw an error (Error, line 3)")]
    [InlineData("throw { name: \"secret\" };", "threw an error (Error, line 3)")]
    [InlineData("throw \"secret\";", "threw an error (Error, line 3)")]
    [InlineData("return 1 / 0;", "gave Infinity, which is no JSON number")]
    [InlineData("return () => 1;", "gave a Function, which is no JSON value")]
    [InlineData("return new Map();", "gave a Map, which is no JSON value")]
    [InlineData("return new Date(0);", "gave a Date, which is no JSON value")]
    public void A_function_that_throws_is_told_by_the_kind_of_its_error_and_its_line_and_never_in_its_own_words(
        string body,
        string what
    )
    {
        var mapping = Mappings.User($"map(\"title\", \"t\", {{ read: false, write: function (v) {{\n{body} }} }})");

        var fault = Assert.Throws<ScimException>(() =>
            mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create));

        Assert.Equal((400, ScimType.InvalidValue), (fault.Status, fault.Type));
        Assert.EndsWith($"could not convert title: its write function {what}.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_refuses_a_value_with_a_sentence_of_its_author()
    {
        var mapping = Mappings.User("""map("title", "t", { write: v => v.length > 3 ? refuse("A title has at most three letters.") : v, read: v => v === "?" ? refuse(`A title is never a question mark.`) : v })""");

        var written = Assert.Throws<ScimException>(() =>
            mapping.ToTarget(Mappings.Json("""{"title":"long"}"""), ScimOperation.Create));
        var read = Assert.Throws<ScimException>(() => mapping.ToClient(Mappings.Target("""{"t":"?"}""")));

        Assert.Equal(
            (400, ScimType.InvalidValue, "A title has at most three letters."),
            (written.Status, written.Type, written.Message)
        );
        Assert.Equal((
            502,
            null,
            "The mapping 'acme' (mapping.js line 2) refused what the target answered: A title is never a question mark."
        ), (read.Status, read.Type, read.Message));
    }

    [Fact]
    public void A_refusal_cannot_be_caught_by_the_script() =>
        Assert.Equal(
            "No.",
            Assert.Throws<ScimException>(() => Written("try { refuse('No.'); } catch { return 'caught'; }")).Message
        );

    [Theory]
    [InlineData("v => this.refuse('No ' + v)", "refused a value with a text that is not one of its literals")]
    [InlineData("v => this['ref' + 'use'](v)", "refused a value with a text that is not one of its literals")]
    [InlineData("v => everything.refuse('No ' + v)", "refused a value with a text that is not one of its literals")]
    [InlineData("function (v) { return this.refuse('No ' + v); }", "threw an error (TypeError, line 1)")] // in strict mode it has no this
    public void A_text_that_is_no_literal_does_not_reach_the_client(string function, string what)
    {
        var mapping = Mappings.Compile($$"""const everything = this; target({ User: { attributes: [ map("title", "t", { read: false, write: {{function}} }) ] } });""").At("/Users")!;

        var fault = Assert.Throws<ScimException>(() =>
            mapping.ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create));

        Assert.Equal(
            $"The mapping 'acme' (mapping.js line 1) could not convert title: its write function {what}.",
            fault.Message
        );
    }

    [Fact]
    public void A_number_beyond_a_double_is_the_fault_of_who_sent_it()
    {
        var mapping = Mappings.User("""map("title", "t", { write: v => v, read: v => v })""");

        var sent = Assert.Throws<ScimException>(() =>
            mapping.ToTarget(Mappings.Json("""{"title":1e309}"""), ScimOperation.Create));
        var answered = Assert.Throws<ScimException>(() => mapping.ToClient(Mappings.Target("""{"t":1e309}""")));

        Assert.Equal((400, "title holds a number that is beyond the range of a double."), (sent.Status, sent.Message));
        Assert.Equal(
            (502, "The target's answer cannot be read: t holds a number that is beyond the range of a double."),
            (answered.Status, answered.Message)
        );
    }

    [Fact]
    public void A_script_that_uses_nothing_as_an_object_while_it_is_loaded_says_so() =>
        Assert.StartsWith(
            "2: The script threw while it was loaded: TypeError: ",
            Assert.Single(Mappings.Faults("var a;\nvar b = a.c;")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("\nthrow {};", "0: The script threw while it was loaded: ")]
    [InlineData("\nthrow new Error(\"no\");", "2: The script threw while it was loaded: Error: no")]
    [InlineData("refuse(\"no\");", "0: The script called refuse while it was loaded; only a function may.")]
    public void A_script_that_throws_while_it_is_loaded_is_told_with_its_line(string script, string sentence) =>
        Assert.StartsWith(sentence, Assert.Single(Mappings.Faults(script)), StringComparison.Ordinal);

    private static string Written(string body) =>
        Mappings.User($$"""map("title", "t", { write: function (v) { {{body}} }, read: false })""")
            .ToTarget(Mappings.Json("""{"title":"x"}"""), ScimOperation.Create).Tree["t"]!.ToString();
}
