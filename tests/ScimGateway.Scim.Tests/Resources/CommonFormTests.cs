using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Scim.Tests.Resources;

public sealed class CommonFormTests
{
    public static TheoryData<string, string> Cases => CaseTable.Read("Resources/common-form.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_body_is_read_into_the_common_form(string input, string expected) =>
        Assert.Equal(expected, Outcome(input, body => body));

    public static IEnumerable<object[]> Answers =>
        Cases.Where(row => !((string)row[1]).StartsWith("! ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Answers))]
    public void Reading_what_was_read_changes_nothing(string input, string expected)
    {
        int cleared = expected.IndexOf(" cleared ", StringComparison.Ordinal);
        string resource = cleared < 0 ? expected : expected[..cleared];
        Assert.Equal(resource, Outcome(input, _ => resource));
    }

    [Fact]
    public void A_body_cannot_be_read_without_a_resource_type() =>
        Assert.Throws<ArgumentException>(() => CommonForm.Read([], ReadingRules.Strict));

    private static string Outcome(string input, Func<string, string> bodyOf)
    {
        int colon = input.IndexOf(": ", StringComparison.Ordinal);
        var rules = new ReadingRules(Acme.User, Enum.Parse<Leniency>(input[..colon]));
        return Acme.Short(CaseTable.Outcome(() =>
        {
            var read = CommonForm.Read(Acme.Json(bodyOf(input[(colon + 2)..])), rules);
            return Acme.Text(read.Resource) + (read.Cleared.Count > 0 ? " cleared " + string.Join(' ', read.Cleared) : "");
        }));
    }
}
