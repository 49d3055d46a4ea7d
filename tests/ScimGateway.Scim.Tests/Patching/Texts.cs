using FsCheck;
using FsCheck.Fluent;
using ScimGateway.Scim.Tests.Filters;

namespace ScimGateway.Scim.Tests.Patching;

/// <summary>Random JSON texts in the words of SCIM: near enough to real ones to come through the door, odd enough to
/// trip.</summary>
internal static class Texts
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static readonly Gen<string> Scalar = Gen.Elements(
        "null",
        "true",
        "false",
        "\"True\"",
        "\"false\"",
        "1",
        "1.5",
        "\"\"",
        "\"a\"",
        "\"A\"",
        "\"work\"",
        "\"{\\\"value\\\":\\\"r\\\"}\"",
        "\"{\"",
        "[]",
        "{}"
    );

    private static readonly Gen<string> Name = Gen.Elements(
        "userName",
        "title",
        "active",
        "name",
        "givenName",
        "name.givenName",
        "emails",
        "value",
        "type",
        "primary",
        "display",
        "$ref",
        "groups",
        "id",
        "meta",
        "schemas",
        "members",
        "roles",
        "manager",
        "Date of Birth",
        "64f0",
        "urn:p:2.0:User",
        "urn:p:2.0:User:Team",
        "urn:p:2.0:User:Date of Birth",
        "",
        ".",
        "a..b",
        "[",
        "x:",
        Enterprise,
        Enterprise + ":manager",
        Enterprise + ":manager.value",
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "emails[type eq \\\"work\\\"].value"
    );

    private static readonly Gen<string> Path = Gen.OneOf(Name, Gen.Elements(
        "emails[type eq \\\"work\\\"]",
        "emails[primary eq \\\"True\\\"].display",
        "emails[value eq \\\"a\\\"]",
        "roles[not (value pr)].value",
        "emails[type eq \\\"work\\\" and primary eq true].value",
        "emails[",
        "emails[type eq]",
        "emails[type eq \\\"work\\\"]x",
        "title[value eq \\\"a\\\"]",
        "members[value eq \\\"a\\\"].value",
        "emails.type",
        Enterprise + ":manager.displayName"
    ));

    private static readonly Gen<string> Operation =
        from op in Gen.Elements("add", "remove", "replace", "Add", "Remove", "Replace")
        from path in Gen.OneOf(Gen.Constant(""), Path.Select(path => $",\"path\":\"{path}\""))
        from value in Gen.OneOf(Value(3), Value(3), Gen.Constant(""))
            .Select(value => value.Length == 0 ? "" : $",\"value\":{value}")
        select $"{{\"op\":\"{op}\"{path}{value}}}";

    /// <summary>An array of operations.</summary>
    public static Gen<string> Operations { get; } =
        Gen.ListOf(Operation).Select(operations => $"[{string.Join(',', operations.Take(4))}]");

    /// <summary>Any JSON value in SCIM's words, at most that deep.</summary>
    public static Gen<string> Value(int depth) => depth == 0
        ? Scalar
        : Gen.OneOf(
            Scalar,
            Gen.ListOf(Value(depth - 1)).Select(values => $"[{string.Join(',', values.Take(3))}]"),
            Object(Name, Value(depth - 1)));

    /// <summary>A User that a server could hold: every value of the schema's type, nothing unassigned, <c>schemas</c>
    /// true.</summary>
    public static Gen<string> User { get; } =
        from title in Gen.OneOf(
            Sometimes("\"title\":", "\"a\"", "\"b\""),
            AnyFilters.Texts.Select(text => $"\"title\":{Story.Text(text)}")
        )
        from active in Sometimes("\"active\":", "true", "false")
        from name in Sometimes(
            "\"name\":",
            "{\"givenName\":\"A\"}",
            "{\"familyName\":\"B\"}",
            "{\"givenName\":\"C\",\"familyName\":\"B\"}"
        )
        from emails in Elements(
            "emails",
            "{\"value\":\"a\"}",
            "{\"value\":\"a\",\"type\":\"work\"}",
            "{\"value\":\"b\",\"primary\":true}",
            "{\"value\":\"B\"}",
            "{\"value\":\"c\",\"type\":\"home\",\"primary\":false}",
            "{\"value\":\"d\",\"display\":\"D\"}"
        )
        from addresses in Elements(
            "addresses",
            "{\"type\":\"work\",\"locality\":\"Oslo\"}",
            "{\"type\":\"home\"}",
            "{\"country\":\"NO\"}"
        )
        from shoes in Sometimes(
            "\"shoes\":",
            "{\"size\":1}",
            "[1,2]",
            "\"x\"",
            "[{\"value\":\"l\"},{\"value\":\"r\"}]",
            "{\"a b\":1,\"size\":2}"
        )
        from odd in Sometimes("\"Date of Birth\":", "\"1990\"", "{\"year\":1}", "{\"month\":2,\"year\":1}", "[1]")
        from enterprise in Sometimes(
            $"\"{Enterprise}\":",
            "{\"department\":\"IT\"}",
            "{\"manager\":{\"value\":\"m\"}}",
            "{\"department\":\"HR\",\"manager\":{\"value\":\"n\"}}"
        )
        from custom in Sometimes(
            "\"urn:p:2.0:User\":",
            "{\"Team\":\"A\"}",
            "{\"Date of Birth\":\"1990\"}",
            "{\"Team\":\"B\",\"Date of Birth\":\"1991\"}"
        )
        let urns = new[] {
            "urn:ietf:params:scim:schemas:core:2.0:User",
            enterprise.Length > 0 ? Enterprise : "",
            custom.Length > 0 ? "urn:p:2.0:User" : "",
        }
        let schemas = $"\"schemas\":[{string.Join(',', urns.Where(urn => urn.Length > 0).Select(urn => $"\"{urn}\""))}]"
        let members = new[] {
            schemas,
            "\"id\":\"u-1\",\"userName\":\"ana\"",
            title,
            active,
            name,
            emails,
            addresses,
            shoes,
            odd,
            enterprise,
            custom,
        }
        select $"{{{string.Join(',', members.Where(member => member.Length > 0))}}}";

    private static Gen<string> Object(Gen<string> names, Gen<string> values) =>
        from pairs in Gen.ListOf(Gen.Zip(names, values))
        let distinct = pairs
            .Select(pair => (pair.Item1, pair.Item2))
            .DistinctBy(pair => pair.Item1, StringComparer.Ordinal)
            .Take(3)
        select $"{{{string.Join(',', distinct.Select(pair => $"\"{pair.Item1}\":{pair.Item2}"))}}}";

    private static Gen<string> Sometimes(string name, params string[] values) =>
        Gen.OneOf(Gen.Constant(""), Gen.Elements(values).Select(value => name + value));

    private static Gen<string> Elements(string name, params string[] elements) =>
        Gen.SubListOf(elements).Select(some => some.Count == 0 ? "" : $"\"{name}\":[{string.Join(',', some)}]");
}
