using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Paths;

public sealed class AttributePathTests
{
    private static readonly string[] Known = [SchemaUrns.User, SchemaUrns.EnterpriseUser, "urn:acme:2.0", "urn:acme:2.0:User"];

    public static TheoryData<string, string> Paths => CaseTable.Read("Paths/paths.cases");

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_path_is_taken_apart_and_printed_back(string text, string parts) =>
        Assert.Equal(parts, CaseTable.Outcome(() => Parts(AttributePath.Parse(text, Known))));

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    [InlineData(1_000_000)]
    public void A_path_has_a_bounded_length(int length)
    {
        var fault = Assert.Throws<ScimException>(() => AttributePath.Parse(new string('a', length)));
        Assert.Equal(ScimType.InvalidPath, fault.Type);
        Assert.Equal($"A path has 1 to 1024 characters; this one has {length}.", fault.Message);
    }

    [Fact]
    public void Paths_are_equal_without_regard_to_case()
    {
        var path = AttributePath.Parse("URN:ACME:2.0:User:Badge.Colour", Known);
        Assert.Equal(path, AttributePath.Parse("urn:acme:2.0:User:badge.colour", Known));
        Assert.Equal(path.GetHashCode(), AttributePath.Parse("urn:acme:2.0:User:badge.colour", Known).GetHashCode());
        Assert.NotEqual(path, AttributePath.Parse("urn:acme:2.0:badge.colour", Known));
        Assert.NotEqual(path, AttributePath.Parse("urn:acme:2.0:User:badge", Known));
    }

    private static string Parts(AttributePath path)
    {
        Assert.Equal(path, AttributePath.Parse(path.ToString(), Known));
        return $"{path.Schema ?? "-"} | {path.Name} | {path.SubName ?? "-"}";
    }
}
