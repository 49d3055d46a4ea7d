using ScimGateway.Scim.Resources;

namespace ScimGateway.Scim.Tests.Resources;

public sealed class TargetFormTests
{
    public static TheoryData<string, string> Cases => CaseTable.Read("Resources/target-form.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_a_target_answers_becomes_a_proper_resource(string answer, string expected) =>
        Assert.Equal(expected, Acme.Text(TargetForm.Repair(Acme.Json(answer), Acme.User)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_proper_resource_needs_no_repair(string answer, string expected)
    {
        Assert.NotEmpty(answer);
        Assert.Equal(expected, Acme.Text(TargetForm.Repair(Acme.Json(expected), Acme.User)));
    }

    [Fact]
    public void The_nodes_of_a_proper_resource_are_not_even_copied()
    {
        var resource = Acme.Json("""{"schemas":["@core"],"id":"1","emails":[{"value":"a"}],"meta":{"resourceType":"User"}}""");
        var emails = resource["emails"];
        Assert.Same(resource, TargetForm.Repair(resource, Acme.User));
        Assert.Same(emails, resource["emails"]);
    }
}
