using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Scim.Json;

namespace ScimGateway.Tests.Auditing;

/// <summary>What strangers say, and may stand in a line of the log or in a record.</summary>
public sealed class SafeNamesTests
{
    /// <summary>Characters that nobody sees, and that turn around, hide or end what stands beside them.</summary>
    public static TheoryData<char> Unseen { get; } =
    [
        '\0',
        '\t',
        '\n',
        '\r',
        '\u001B',
        '\u007F',
        '\u0085',
        '\u00AD',
        '\u061C',
        '\u200B',
        '\u200D',
        '\u200E',
        '\u200F',
        '\u2028',
        '\u2029',
        '\u202A',
        '\u202B',
        '\u202C',
        '\u202D',
        '\u202E',
        '\u2066',
        '\u2067',
        '\u2068',
        '\u2069',
        '\uFEFF',
        '\uD83D',
    ];

    [Theory]
    [MemberData(nameof(Unseen))]
    public void What_nobody_sees_becomes_a_question_mark_in_a_line(char unseen) =>
        Assert.Equal("a?b", SafeNames.Line($"a{unseen}b"));

    [Theory]
    [MemberData(nameof(Unseen))]
    public void What_nobody_sees_is_part_of_no_name(char unseen) =>
        Assert.Equal([SafeNames.Other], SafeNames.Attributes([$"a{unseen}b", $"{unseen}a", $"a{unseen}"]));

    [Theory]
    [MemberData(nameof(Unseen))]
    public void What_nobody_sees_is_escaped_in_a_record_and_read_as_it_was(char unseen)
    {
        using var buffer = new PooledBuffer();
        AuditRecord.Write(buffer, new ExchangeRecord("c", default) { ResourceId = $"é{unseen}b" });
        string line = Encoding.UTF8.GetString(buffer.Written.Span);

        Assert.DoesNotMatch(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}-[\n]]", line);
        Assert.Equal(char.IsSurrogate(unseen) ? "é\uFFFDb" : $"é{unseen}b", (string?)JsonNode.Parse(line)!["resourceId"]);
    }

    [Theory]
    [InlineData("plain ~ text", "plain ~ text")]
    [InlineData("Zoë 東京", "Zoë 東京")]
    [InlineData("", "")]
    public void What_everybody_sees_stays(string text, string line) => Assert.Equal(line, SafeNames.Line(text));

    [Theory]
    [InlineData('x')]
    [InlineData('é')]
    public void A_line_is_cut_after_128_characters(char letter)
    {
        Assert.Equal(new string(letter, 128), SafeNames.Line(new string(letter, 128)));
        Assert.Equal(new string(letter, 128) + "…", SafeNames.Line(new string(letter, 129)));
    }

    [Theory]
    [InlineData("userName")]
    [InlineData("name.givenName")]
    [InlineData("$ref")]
    [InlineData("a-b_9")]
    [InlineData("urn:acme:2.0:User:birthday")]
    [InlineData("URN:x:9th")]
    [InlineData("urn:acme:2.0:User:name.given")]
    public void The_name_of_an_attribute_stays(string name) => Assert.Equal([name], SafeNames.Attributes([name]));

    [Theory]
    [InlineData("")]
    [InlineData("9th")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a@b.org")]
    [InlineData("name.")]
    [InlineData(".name")]
    [InlineData("name.9th")]
    [InlineData("name.a.b")]
    [InlineData("urn:a")]
    [InlineData("urn::a")]
    [InlineData("urn:a:")]
    [InlineData("urn:a b:c")]
    [InlineData("urn:a/b:c")]
    [InlineData("urn:ab:c.9")]
    [InlineData("urn:ab:c d")]
    [InlineData("ab:c")]
    public void What_is_no_attributes_name_is_told_as_other(string name) =>
        Assert.Equal([SafeNames.Other], SafeNames.Attributes([name]));

    [Fact]
    public void Names_are_told_once_in_any_case_and_long_ones_not_at_all()
    {
        string longest = new('a', 256);

        Assert.Equal(
            ["title", SafeNames.Other, longest],
            SafeNames.Attributes(["title", "Title", "a b", longest + "a", longest, "c d"])
        );
    }

    [Theory]
    [InlineData("GET", "GET")]
    [InlineData("HEAD", "HEAD")]
    [InlineData("POST", "POST")]
    [InlineData("PUT", "PUT")]
    [InlineData("PATCH", "PATCH")]
    [InlineData("DELETE", "DELETE")]
    [InlineData("OPTIONS", "OPTIONS")]
    [InlineData("get", "(other)")]
    [InlineData("TRACE", "(other)")]
    [InlineData("ana@x.org", "(other)")]
    public void A_method_is_one_that_HTTP_knows(string method, string told) => Assert.Equal(told, SafeNames.Method(method));
}
