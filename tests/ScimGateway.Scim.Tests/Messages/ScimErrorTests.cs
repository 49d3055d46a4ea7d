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
        Assert.Equal($$"""{"schemas":["{{SchemaUrns.Error}}"],"status":"409","scimType":"uniqueness","detail":"exists"}""", error.ToJson().ToJsonString());
    }

    [Fact]
    public void A_fault_is_an_error_with_the_same_sentence() =>
        Assert.Equal(new ScimError(400, ScimType.InvalidPath, "x"), ScimError.From(ScimException.InvalidPath("x")));

    private static string Text(ScimError error) => $"{error.Status} {error.Type?.ToWord() ?? "-"} {error.Detail}";
}
