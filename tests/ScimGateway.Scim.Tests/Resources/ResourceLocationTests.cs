using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Resources;

public sealed class ResourceLocationTests
{
    private const string Gateway = "https://gw.example/t/acme/scim/v2";

    public static TheoryData<string, string> Cases => CaseTable.Read("Resources/locations.cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_address_is_the_gateways(string input, string expected) => Assert.Equal(expected, Stamped(input, Gateway));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_slash_at_the_end_of_the_base_is_not_doubled(string input, string expected) =>
        Assert.Equal(expected, Stamped(input, Gateway + "/"));

    private static string Stamped(string input, string baseUrl)
    {
        int colon = input.IndexOf(": ", StringComparison.Ordinal);
        var resource = Acme.Json(input[(colon + 2)..]);
        ResourceLocation.Stamp(resource, input[..colon] == "Group" ? ResourceType.Group : Acme.User, baseUrl);
        return Acme.Text(resource).Replace(Gateway, "@gw", StringComparison.Ordinal);
    }
}
