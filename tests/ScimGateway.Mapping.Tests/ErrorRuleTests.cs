namespace ScimGateway.Mapping.Tests;

/// <summary>Which of a target's answers a rule is for.</summary>
public sealed class ErrorRuleTests
{
    [Theory]
    [InlineData("status: 400, body: /already EXISTS/i, become: { status: 409 }", "POST", 400, "It already exists.", true)]
    [InlineData("status: 400, body: /already EXISTS/i, become: { status: 409 }", "POST", 409, "It already exists.", false)]
    [InlineData("status: 400, body: /already EXISTS/i, become: { status: 409 }", "POST", 400, "It exists.", false)]
    [InlineData("status: 400, body: /already EXISTS/, become: { status: 409 }", "POST", 400, "It already exists.", false)]
    [InlineData("body: 'A.B', become: { status: 409 }", "PUT", 500, "a.b", true)]
    [InlineData("body: 'A.B', become: { status: 409 }", "PUT", 500, "axb", false)]
    [InlineData("body: /(a)\\1/, become: { status: 409 }", "PUT", 500, "aa", true)]
    [InlineData("body: /(a)\\1/, become: { status: 409 }", "PUT", 500, "ab", false)]
    [InlineData("method: 'DELETE', status: 404, become: { status: 204 }", "DELETE", 404, "", true)]
    [InlineData("method: 'DELETE', status: 404, become: { status: 204 }", "PATCH", 404, "", false)]
    [InlineData("method: ['PUT', 'PATCH'], status: 404, become: { status: 204 }", "PATCH", 404, "", true)]
    [InlineData("status: 404, become: { status: 410 }", "GET", 404, "", true)]
    public void A_rule_is_for_what_fits_all_that_it_names(string rule, string method, int status, string body, bool fits) =>
        Assert.Equal(fits, Assert
            .Single(Mappings.Compile($$"""target({ User: {}, errors: [ { {{rule}} } ] });""").Errors)
            .Matches(method, status, body));

    [Theory]
    [InlineData("status: 404, become: { status: 410 }", 410, null, null, false)]
    [InlineData("status: 400, become: { status: 409, scimType: 'uniqueness' }", 409, "Uniqueness", null, false)]
    [InlineData("method: 'DELETE', status: 404, become: { status: 204 }", 204, null, null, true)]
    [InlineData("status: 400, detail: 'error.msg'", null, null, "error/msg", false)]
    public void A_rule_says_what_the_answer_becomes(string rule, int? status, string? type, string? detail, bool isDone)
    {
        var read = Assert.Single(Mappings.Compile($$"""target({ User: {}, errors: [ { {{rule}} } ] });""").Errors);
        Assert.Equal((status, type, detail, isDone), (
            read.BecomeStatus,
            read.BecomeType?.ToString(),
            read.Detail is { } names ? string.Join('/', names) : null,
            read.IsDone
        ));
    }
}
