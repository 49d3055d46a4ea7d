using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Scim.Tests.Resources;

public sealed class ProjectionTests
{
    public static TheoryData<string, string> Cases => CaseTable.Read("Resources/projection.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_client_gets_what_it_asked_for_and_may_see(string input, string expected)
    {
        int brace = input.IndexOf(": {", StringComparison.Ordinal);
        var resource = Acme.Json(input[(brace + 2)..]);
        Projection.Apply(resource, Acme.User, Query(Acme.Long(input[..brace])));
        Assert.Equal(expected, Acme.Text(resource));
    }

    private static ResourceQuery Query(string text)
    {
        string[] parts = text.Split('=', 2);
        KeyValuePair<string, string>[] parameters = parts.Length < 2 ? [] : [new(parts[0], parts[1])];
        return ResourceQuery.Parse(parameters, new ReadingRules(Acme.User));
    }
}
