using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests;

public class CreateOnlyTests
{
    private const string Everything = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:2.0:User","urn:y:2.0:User"],"userName":"ana","title":"CTO","name":{"givenName":"Ana","familyName":"Lee"},"urn:x:2.0:User":{"a":1,"b":2},"urn:y:2.0:User":{"c":3}}""";

    [Fact]
    public void A_create_carries_what_only_names_and_an_update_everything()
    {
        const string mapping =
            """target({ create: { only: ["userName", "name.familyName", "urn:x:2.0:User:b"], then: "update" }, User: {} });""";
        var user = Mappings.Compile(mapping).At("/Users")!;

        Mappings.Same("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:2.0:User"],"userName":"ana","name":{"familyName":"Lee"},"urn:x:2.0:User":{"b":2}}""", user.ToTarget(Mappings.Json(Everything), ScimOperation.Create));
        Mappings.Same(Everything, user.ToTarget(Mappings.Json(Everything), ScimOperation.Replace));
    }
}
