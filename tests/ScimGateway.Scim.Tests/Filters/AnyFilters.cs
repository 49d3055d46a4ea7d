using FsCheck;
using FsCheck.Fluent;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Tests.Filters;

/// <summary>Every filter that the grammar has, of any attributes and values: no schema says what they are.</summary>
internal static class AnyFilters
{
    private const string Letters = "abzABZ";

    // "not" alone cannot begin a comparison; the other words of the grammar are names, too.
    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.Elements("userName", "and", "or", "pr", "eq", "true", "null", "$ref", "nots"),
        from first in Gen.Elements((Letters + "$").ToCharArray())
        from rest in Gen.Elements((Letters + "09-_$").ToCharArray()).ArrayOf(6)
        from length in Gen.Choose(0, 6)
        select first + new string(rest[..length]));

    // Behind a URI, targets have names of many forms.
    private static readonly Gen<string> FreeNames = Gen.OneOf(Names, Gen.Elements("64f0c2", "Ålder", "日付", "x+y", "#1", "a/b"));

    private static readonly Gen<string?> Schemas = Gen.Frequency(
        (3, Gen.Constant<string?>(null)),
        (2, Gen.Elements<string?>(
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "urn:x:1",
            "URN:A.b-c_d~:%20:v2.0.1",
            "https://x.org:8080/a.b?c=d&e#f"
        )));

    private static readonly Gen<string> Characters = Gen.Frequency(
        (4, Gen.Elements("a", "Z", "0", " ", "\"", "\\", "/", "'", "[", "]", "(", ")", ".", ":", "+", "%")),
        (2, Gen.Elements(
            "\0",
            "\n",
            "\t",
            "\u001f",
            "\u007f",
            "\u00e9",
            "\u2028",
            "\ufeff",
            "\uffff",
            "\ud7ff",
            "\ue000",
            "\u212a",
            "ı"
        )),
        (1, Gen.Choose(0x10000, 0x10FFFF).Select(char.ConvertFromUtf32)));

    /// <summary>Any text that UTF-8 can hold.</summary>
    public static Gen<string> Texts { get; } = Characters.ArrayOf().Select(characters => string.Concat(characters.Take(40)));

    private static readonly Gen<string> Digits = Gen.Elements(
        "0",
        "7",
        "10",
        "42",
        "9007199254740993",
        "123456789012345678901234567890"
    );

    private static readonly Gen<string> Numbers =
        from sign in Gen.Elements("", "-")
        from digits in Digits
        from fraction in Gen.Elements("", ".0", ".5", ".000000000000000000000000000001")
        from exponent in Gen.Elements("", "e0", "E+5", "e-400", "e400")
        select sign + digits + fraction + exponent;

    private static readonly Gen<FilterLiteral> Literals = Gen.Frequency(
        (4, Texts.Select(text => FilterLiteral.Of(text))),
        (2, Numbers.Select(FilterLiteral.Number)),
        (1, Gen.Elements(FilterLiteral.Of(true), FilterLiteral.Of(false), FilterLiteral.Null)));

    /// <summary>Any path of an attribute, with a schema's URI and a sub-attribute or without.</summary>
    public static Gen<AttributePath> Paths { get; } =
        from schema in Schemas
        from name in schema is null ? Names : FreeNames
        from sub in Gen.Frequency((2, Gen.Constant<string?>(null)), (1, Names.Select<string, string?>(sub => sub)))
        select new AttributePath(schema, name, sub);

    /// <summary>Any filter on resources.</summary>
    public static Gen<Filter> Filters { get; } = Gen.Sized(size =>
        Combined(Math.Min(size, 40), Gen.Frequency((4, Tests(Paths)), (1, Paths.SelectMany(path =>
            Elements.Select(where => (Filter)new ValuePathFilter(path with { SubName = null }, where)))))));

    /// <summary>Any filter inside brackets.</summary>
    public static Gen<Filter> Elements =>
        Gen.Sized(size => Combined(Math.Min(size / 4, 8), Tests(Names.Select(name => new AttributePath(null, name)))));

    private static Gen<Filter> Tests(Gen<AttributePath> paths) => Gen.Frequency(
        (4, from path in paths
            from literal in Literals
            from comparison in Gen.Elements(Operators(literal.Kind))
            select (Filter)new ComparisonFilter(path, comparison, literal)),
        (1, paths.Select(path => (Filter)new PresentFilter(path))));

    private static ComparisonOperator[] Operators(LiteralKind kind) => kind switch
    {
        LiteralKind.String => Enum.GetValues<ComparisonOperator>(),
        LiteralKind.Number => [
            ComparisonOperator.Eq,
            ComparisonOperator.Ne,
            ComparisonOperator.Gt,
            ComparisonOperator.Ge,
            ComparisonOperator.Lt,
            ComparisonOperator.Le,
        ],
        _ => [ComparisonOperator.Eq, ComparisonOperator.Ne],
    };

    private static Gen<Filter> Combined(int size, Gen<Filter> test)
    {
        if (size <= 1) return test;
        var half = Combined(size / 3, test);
        return Gen.Frequency(
            (2, test),
            (2, from left in half from right in half select (Filter)new AndFilter(left, right)),
            (2, from left in half from right in half select (Filter)new OrFilter(left, right)),
            (1, half.Select(operand => (Filter)new NotFilter(operand))));
    }
}
