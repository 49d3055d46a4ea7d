using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Lives;

/// <summary>JumpCloud: POST and PUT only, extension first, empty lists, and a minimal PUT with nulls.</summary>
public sealed class JumpCloudLifeTests(ScimmyFixture fixture) : ScimmyLife(fixture, "jumpcloud")
{
    [Fact]
    public async Task A_test_user_is_created_updated_by_a_minimal_PUT_and_deleted()
    {
        var created = await Gateway.PostAsync("Users", $$"""
            {"schemas":["{{Bodies.Enterprise}}","urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test@x.org","externalId":"5f3c9a7b1e00000000000001",
             "active":true,"name":{"givenName":"Test","familyName":"User"},"emails":[{"value":"test@x.org","type":"work","primary":true}],
             "addresses":[],"phoneNumbers":[{"value":"tel:+1-201-555-0123","type":"work"}],"photos":[]}
            """);
        string id = created.Json.At("id")!;
        Assert.Equal((201, "tel:+1-201-555-0123"), (created.Status, created.Json!["phoneNumbers"]![0].At("value")));

        var replaced = await Gateway.PutAsync($"Users/{id}", $$"""
            {"schemas":["{{Bodies.Enterprise}}","urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test@x.org","active":false,
             "name":{"givenName":"Test","familyName":"Updated"},"emails":null,"phoneNumbers":null,"addresses":[] }
            """);

        var stored = await OnlyUserAsync();
        Assert.True(replaced.Status == 200, replaced.Text);
        Assert.Equal(
            ("test@x.org", "false", "Updated"),
            (stored.At("userName"), stored.At("active"), stored.At("name", "familyName"))
        );
        Assert.DoesNotContain("null", (await Scimmy.CallsAsync())[^1].Body, StringComparison.Ordinal);
        Assert.Equal(204, (await Gateway.DeleteAsync($"Users/{id}")).Status);
        Assert.Empty(await StoredAsync("Users"));
    }
}
