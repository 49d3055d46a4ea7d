using ScimGateway.Scim.Tests.Patching;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Tests.Versions;

public sealed class ResourceVersionTests
{
    public static TheoryData<string, string> Same => CaseTable.Read("Versions/same-version.cases");

    public static TheoryData<string, string> Other => CaseTable.Read("Versions/other-version.cases");

    [Theory]
    [MemberData(nameof(Same))]
    public void What_means_the_same_has_one_version(string left, string right) => Assert.Equal(Version(left), Version(right));

    [Theory]
    [MemberData(nameof(Other))]
    public void What_differs_has_another_version(string left, string right) => Assert.NotEqual(Version(left), Version(right));

    // Versions are kept by clients: another form of the hash is a change that they see.
    [Theory]
    [InlineData("""{"id":"1","userName":"ana@x.org","emails":[{"value":"a","primary":true},{"value":"b"}],"size":1.50}""", "W/\"0fb78a78bab60c9e\"")]
    public void The_version_of_a_resource_stays_what_it_was(string resource, string version) => Assert.Equal(version, Version(resource));

    private static string Version(string resource) => ResourceVersion.Of(Story.Object(resource)).ToString();
}
