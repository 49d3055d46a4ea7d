using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Lives;

/// <summary>OneLogin: bodies from an administrator's template, and answers that must be <c>application/json</c>.</summary>
public sealed class OneLoginLifeTests(ScimmyFixture fixture) : ScimmyLife(fixture, "onelogin")
{
    [Fact]
    public async Task A_template_with_a_null_id_a_text_boolean_and_a_missing_URN_is_stored_properly()
    {
        string boss = await UserAsync("boss@x.org");
        var tested = await Gateway.GetAsync(Bodies.Query("Users", "userName eq \"known-absent\""));
        Assert.Equal(("application/json", 0), (tested.MediaType, tested.Json!["totalResults"]!.GetValue<int>()));

        var created = await Gateway.PostAsync("Users", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":null,"userName":"ana@x.org","active":"true","title":"",
             "name":{"givenName":"Ana","familyName":"Bø"},"emails":[{"value":"ana@x.org","type":"work","primary":true}],
             "{{Bodies.Enterprise}}":{"department":"R&D","manager":{"managerId":"{{boss}}"} } }
            """);

        var stored = (await StoredAsync("Users"))[1];
        Assert.True(created.Status == 201, created.Text);
        Assert.Equal("application/json", created.MediaType);
        Assert.Equal(
            ("true", "R&D", boss),
            (stored.At("active"), stored.At(Bodies.Enterprise, "department"), stored.At(Bodies.Enterprise, "manager", "value"))
        );
        Assert.Equal(created.Json.At("id"), stored.At("id"));

        string group = await GroupAsync("Eng");
        await Gateway.PatchAsync(
            $"Groups/{group}",
            Bodies.Patch($$"""{"op":"add","path":"members","value":[{"value":"{{stored.At("id")}}"}]}""")
        );
        Assert.Equal([stored.At("id")], (await OnlyGroupAsync()).Members());
        Assert.Equal(204, (await Gateway.DeleteAsync($"Users/{stored.At("id")}")).Status);
    }
}
