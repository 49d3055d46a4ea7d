using System.Text;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Messages;

public sealed class ScimErrorTests
{
    public static TheoryData<string, string> Cases => CaseTable.Read("Messages/errors.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_error_is_found_in_every_shape_that_targets_give_it(string input, string expected)
    {
        int colon = input.IndexOf(": ", StringComparison.Ordinal);
        string json = input[(colon + 2)..].Replace("@error", SchemaUrns.Error, StringComparison.Ordinal);
        var body = ScimJson.ParseObject(Encoding.UTF8.GetBytes(json), 32);
        int? status = int.TryParse(input[..colon], out int number) ? number : null;
        Assert.Equal(expected, ScimError.TryRead(body, out var error, status) ? Text(error) : "no error");
    }

    [Fact]
    public void A_numeric_status_becomes_a_string_and_409_says_uniqueness()
    {
        var body = ScimJson.ParseObject("""{"status":409,"detail":"exists"}"""u8.ToArray(), 8);
        Assert.True(ScimError.TryRead(body, out var error));
        Assert.Equal(
            $$"""{"schemas":["{{SchemaUrns.Error}}"],"status":"409","scimType":"uniqueness","detail":"exists"}""",
            error.ToJson().ToJsonString()
        );
    }

    [Fact]
    public void A_fault_is_an_error_with_the_same_sentence() =>
        Assert.Equal(new ScimError(400, ScimType.InvalidPath, "x"), ScimError.From(ScimException.InvalidPath("x")));

    // RFC 7644 table 9 and RFC 9865 section 2.1; the statuses of uniqueness and sensitive are those of RFC 7644 sections 3.3 and
    // 7.5.2.
    [Theory]
    [InlineData("invalidFilter", 400)]
    [InlineData("tooMany", 400)]
    [InlineData("uniqueness", 409)]
    [InlineData("mutability", 400)]
    [InlineData("invalidSyntax", 400)]
    [InlineData("invalidPath", 400)]
    [InlineData("noTarget", 400)]
    [InlineData("invalidValue", 400)]
    [InlineData("invalidVers", 400)]
    [InlineData("sensitive", 403)]
    [InlineData("invalidCursor", 400)]
    [InlineData("expiredCursor", 400)]
    [InlineData("invalidCount", 400)]
    public void Every_keyword_is_written_and_read(string word, int status)
    {
        var json = ScimError.From(Fault(word)).ToJson();
        Assert.Equal(
            $$"""{"schemas":["{{SchemaUrns.Error}}"],"status":"{{status}}","scimType":"{{word}}","detail":"x"}""",
            json.ToJsonString()
        );
        Assert.True(ScimError.TryRead(json, out var read));
        Assert.Equal($"{status} {word} x", Text(read));
    }

    [Fact]
    public void There_are_no_other_keywords() => Assert.Equal(13, Enum.GetValues<ScimType>().Length);

    [Theory]
    [InlineData(409)]
    [InlineData(412)]
    public void A_conflict_and_a_failed_precondition_have_no_keyword(int status)
    {
        var fault = status == 409 ? ScimException.Conflict("x") : ScimException.PreconditionFailed("x");
        Assert.Equal(
            $$"""{"schemas":["{{SchemaUrns.Error}}"],"status":"{{status}}","detail":"x"}""",
            ScimError.From(fault).ToJson().ToJsonString()
        );
    }

    private static ScimException Fault(string word) => ScimTypes.FromWord(word) switch
    {
        ScimType.InvalidFilter => ScimException.InvalidFilter("x"),
        ScimType.TooMany => ScimException.TooMany("x"),
        ScimType.Uniqueness => ScimException.Uniqueness("x"),
        ScimType.Mutability => ScimException.Mutability("x"),
        ScimType.InvalidSyntax => ScimException.InvalidSyntax("x"),
        ScimType.InvalidPath => ScimException.InvalidPath("x"),
        ScimType.NoTarget => ScimException.NoTarget("x"),
        ScimType.InvalidValue => ScimException.InvalidValue("x"),
        ScimType.InvalidVers => ScimException.InvalidVers("x"),
        ScimType.Sensitive => ScimException.Sensitive("x"),
        ScimType.InvalidCursor => ScimException.InvalidCursor("x"),
        ScimType.ExpiredCursor => ScimException.ExpiredCursor("x"),
        ScimType.InvalidCount => ScimException.InvalidCount("x"),
        var type => throw new ArgumentOutOfRangeException(nameof(word), type, "No such keyword."),
    };

    private static string Text(ScimError error) => $"{error.Status} {error.Type?.ToWord() ?? "-"} {error.Detail}";
}
