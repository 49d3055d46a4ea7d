using System.Text.Json.Nodes;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Scim.Tests.Resources;

/// <summary>Nothing shared is mutable: many threads, one resource type, and every single result is compared.</summary>
public sealed class ParallelTests
{
    private static readonly ReadingRules Rules = new(Acme.User, Leniency.SchemaTypedLiterals | Leniency.LooseComplexValues);

    private static readonly ResourceQuery Query = new()
    {
        Attributes = [new AttributePath(null, "userName"), new AttributePath(Acme.Urn, "floor")],
    };

    [Fact]
    public void Threads_that_share_a_resource_type_never_see_each_others_values() =>
        Parallel.For(0, 4000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, number =>
        {
            Assert.Equal(Stored(number), Acme.Text(CommonForm.Read(Sent(number), Rules).Resource));
            var repaired = TargetForm.Repair(Sent(number), Acme.User);
            Assert.Equal(Shown(number), Acme.Text(repaired));
            Projection.Apply(repaired, Acme.User, Query);
            ResourceLocation.Stamp(repaired, Acme.User, "https://gw.example");
            Assert.Equal(Projected(number), Acme.Text(repaired));
        });

    private static JsonObject Sent(int number) => Acme.Json($$"""
            {"schemas":["@core"],"id":{{number}},"USERNAME":"user-{{number}}","active":"{{number % 2
                == 0}}","emails":null,"@ent":{"manager":{"value":"m-{{number}}"} },"@acme":{"floor":"{{number}}"} }
            """);

    private static string Truth(int number) => number % 2 == 0 ? "true" : "false";

    private static string Stored(int number) =>
        $$$"""{"schemas":["@core","@ent","@acme"],"userName":"user-{{{number}}}","active":{{{Truth(number)}}},"@ent":{"manager":{"value":"m-{{{number}}}"}},"@acme":{"floor":{{{number}}}}}""";

    private static string Shown(int number) =>
        $$$"""{"schemas":["@core","@ent","@acme"],"id":"{{{number}}}","userName":"user-{{{number}}}","active":{{{Truth(number)}}},"@ent":{"manager":{"value":"m-{{{number}}}"}},"@acme":{"floor":{{{number}}}},"meta":{"resourceType":"User"}}""";

    private static string Projected(int number) =>
        $$$"""{"schemas":["@core","@ent","@acme"],"id":"{{{number}}}","userName":"user-{{{number}}}","@acme":{"floor":{{{number}}}},"meta":{"resourceType":"User","location":"https://gw.example/Users/{{{number}}}"}}""";
}
