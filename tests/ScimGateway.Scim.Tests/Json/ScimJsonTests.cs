using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Tests.Json;

public sealed class ScimJsonTests
{
    // Escapes stand for what an editor would not keep: \xNN is one byte.
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""\xEF\xBB\xBF{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":"\u00f8 <&+ \ud83d\ude00"}""", """{"a":"ø <&+ \uD83D\uDE00"}""")]
    [InlineData("""{"a":1e999,"b":123456789012345678901234567890}""", """{"a":1e999,"b":123456789012345678901234567890}""")]
    [InlineData("""{"a":1,"A":2}""", """{"a":1,"A":2}""")]
    [InlineData("""{"a":1e-99999,"b":"1e123456","c":"7E+1234567"}""", """{"a":1e-99999,"b":"1e123456","c":"7E+1234567"}""")]
    [InlineData("""{"a":1e123456}""", "! invalidSyntax: The body has a number at byte 5 whose exponent has more than 5 digits.")]
    [InlineData(
        """{"e":[0.5E-000000]}""",
        "! invalidSyntax: The body has a number at byte 6 whose exponent has more than 5 digits."
    )]
    [InlineData("", "! invalidSyntax: The body is not valid JSON: line 1, byte 1: The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true.")]
    [InlineData("null", "! invalidSyntax: The body is a JSON null; expected an object.")]
    [InlineData("[]", "! invalidSyntax: The body is a JSON array; expected an object.")]
    [InlineData("7", "! invalidSyntax: The body is a JSON number; expected an object.")]
    [InlineData("""{"a":"\xFF"}""", "! invalidSyntax: The body is not valid UTF-8.")]
    [InlineData("""{"a":"\ud800"}""", "! invalidSyntax: The body has a lone surrogate at byte 5.")]
    [InlineData("""{"\udc00":1}""", "! invalidSyntax: The body has a lone surrogate at byte 1.")]
    [InlineData("""{"a":"\ud800\u0041"}""", "! invalidSyntax: The body has a lone surrogate at byte 5.")]
    [InlineData("""{"a":"\uD800"}""", "! invalidSyntax: The body has a lone surrogate at byte 5.")]
    [InlineData("""{"a":"\uDBFF\uDC00 \ud83d\ude00","b":1}""", """{"a":"\uDBFF\uDC00 \uD83D\uDE00","b":1}""")]
    [InlineData("""{"a":"\\ud800"}""", """{"a":"\\ud800"}""")]
    [InlineData("""{"a":1e+123456}""", "! invalidSyntax: The body has a number at byte 5 whose exponent has more than 5 digits.")]
    [InlineData(
        """{"a":"1e123456","b":2E-123456}""",
        "! invalidSyntax: The body has a number at byte 20 whose exponent has more than 5 digits."
    )]
    [InlineData("1e12345", "! invalidSyntax: The body is a JSON number; expected an object.")]
    [InlineData("1e123456", "! invalidSyntax: The body has a number at byte 0 whose exponent has more than 5 digits.")]
    [InlineData("e", "! invalidSyntax: The body is not valid JSON: line 1, byte 1: 'e' is an invalid start of a value.")]
    public void A_body_is_read_or_refused_with_a_sentence(string text, string expected) =>
        Assert.Equal(
            expected,
            CaseTable.Outcome(() => Encoding.UTF8.GetString(ScimJson.ToUtf8(ScimJson.ParseObject(Bytes(text), 8))))
        );

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"x":[{"a":1,"a":2}]}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":NaN}""")]
    [InlineData("""{"a":1} {}""")]
    [InlineData("""{"a":"\u12"}""")]
    [InlineData("""{/**/}""")]
    [InlineData("""{"a":[[[[[[[[1]]]]]]]]}""")]
    public void What_is_not_JSON_or_names_twice_or_goes_too_deep_is_refused(string text) =>
        Assert.StartsWith(
            "! invalidSyntax: The body is not valid JSON: ",
            CaseTable.Outcome(() => ScimJson.ParseObject(Bytes(text), 8).ToJsonString()),
            StringComparison.Ordinal);

    [Fact]
    public void A_fault_counts_lines_and_bytes_from_one() => Assert.Contains(
        "line 2, byte 6:",
        CaseTable.Outcome(() => ScimJson.ParseObject(Bytes("{\n \"a\":x}"), 8).ToJsonString()),
        StringComparison.Ordinal);

    [Fact]
    public void A_node_is_written_behind_what_a_buffer_already_holds()
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("x"u8);
        ScimJson.WriteTo(buffer, new JsonObject { ["a"] = "ø" });
        ScimJson.WriteTo(buffer, null);
        Assert.Equal("""x{"a":"ø"}null""", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        string[] parts = text.Split("\\x");
        bytes.AddRange(Encoding.UTF8.GetBytes(parts[0]));
        foreach (string part in parts[1..])
        {
            bytes.Add(Convert.ToByte(part[..2], 16));
            bytes.AddRange(Encoding.UTF8.GetBytes(part[2..]));
        }

        return [.. bytes];
    }

    [Theory]
    [InlineData("{{0}}")]
    [InlineData("{\"name\":[1,{{0}}]}")]
    public void A_body_with_an_object_of_thousands_of_members_is_refused_as_too_large(string around)
    {
        string Body(int members) => around.Replace(
            "{0}",
            string.Join(',', Enumerable.Range(0, members).Select(number => $"\"a{number}\":1")),
            StringComparison.Ordinal
        );
        ScimJson.ParseBody(Encoding.UTF8.GetBytes(Body(2_000)), 32, 2_000, 300_000);
        var fault = Assert.Throws<ScimException>(() =>
            ScimJson.ParseBody(Encoding.UTF8.GetBytes(Body(2_001)), 32, 2_000, 300_000));
        Assert.Equal((413, "The body has a JSON object with 2001 members; 2000 are the most."), (fault.Status, fault.Message));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public void A_body_of_more_values_than_may_be_is_refused_before_a_tree_is_made(int most, bool isTaken)
    {
        byte[] body = Encoding.UTF8.GetBytes("""{"a":[{},1],"b":null}"""); // an object, an array, an object, a number, null

        if (isTaken) ScimJson.ParseBody(body, 32, 10, most);
        else Assert.Equal(413, Assert.Throws<ScimException>(() => ScimJson.ParseBody(body, 32, 10, most)).Status);
    }
}
