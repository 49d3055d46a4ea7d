using System.Text.Json.Nodes;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 4, RFC 7643 sections 5 to 7.</summary>
internal static class DiscoveryRules
{
    private const string Section = "7644 §4";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.OfReading("7643 §5", "ServiceProviderConfig says of each ability whether it is there", async server =>
        {
            var config = (await server.GetAsync("ServiceProviderConfig")).Is(200).Json!;
            Assert.Equal(
                "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
                config["schemas"]![0]!.GetValue<string>()
            );
            foreach (string ability in new[] { "patch", "bulk", "filter", "changePassword", "sort", "etag" })
                Assert.IsAssignableFrom<JsonValue>(config[ability]!["supported"]).GetValue<bool>();
            Assert.True(config["filter"]!["maxResults"]!.GetValue<int>() > 0);
            Assert.NotEmpty(config["authenticationSchemes"].Objects());
        }),
        Promises("patch", PatchRules.All[0]),
        Promises("filter", FilterRules.All[0]),
        Promises("sort", SortRules.All[1]),
        Promises("bulk", BulkRules.All[1]),
        Promises("etag", VersionRules.All[0]),
        Rule.OfReading("7643 §6", "ResourceTypes names users and groups, and where they are", async server =>
        {
            var types = await server.ListAsync("ResourceTypes");
            Assert.Equal(
                ["Group /Groups", "User /Users"],
                types.Page().Select(type => $"{type.At("name")} {type.At("endpoint")}").Order(StringComparer.Ordinal)
            );
            Assert.Contains(
                Bodies.Enterprise,
                types.Page().Single(type => type.At("name") == "User")["schemaExtensions"].Each("schema")
            );
        }),
        Rule.OfReading(
            "7643 §6",
            "One ResourceType is read by its name",
            async server => Assert.Equal(Json.UserUrn, (await server.GetAsync("ResourceTypes/User")).Is(200).Json.At("schema"))
        ),
        Rule.OfReading("7643 §7", "Schemas holds the schemas of users and groups with their extensions", async server =>
        {
            var ids = (await server.ListAsync("Schemas")).Page().Select(schema => schema.At("id")!).ToList();
            Assert.All(new[] { Json.UserUrn, Json.GroupUrn, Bodies.Enterprise }, urn => Assert.Contains(urn, ids));
        }),
        Rule.OfReading("7643 §7", "One schema is read by its URN, with the characteristics of its attributes", async server =>
        {
            var schema = (await server.GetAsync($"Schemas/{Json.UserUrn}")).Is(200).Json!;
            var userName = schema["attributes"].Objects().Single(attribute => attribute.At("name") == "userName");
            Assert.Equal(
                ("string", "true", "readWrite", "server"),
                (userName.At("type"), userName.At("required"), userName.At("mutability"), userName.At("uniqueness"))
            );
        }),
        Rule.OfReading(Section, "A filter on a discovery document is refused with 403", async server =>
        {
            (await server.GetAsync($"Schemas?{Lists.Filter("id pr")}")).IsScimError(403);
            (await server.GetAsync($"ResourceTypes?{Lists.Filter("id pr")}")).IsScimError(403);
        }),
        Rule.OfReading(
            Section,
            "A schema that does not exist is 404",
            async server => (await server.GetAsync("Schemas/urn:nobody")).IsScimError(404)
        ),
    ];

    // Silence is no promise: only "supported" with nothing behind it is a fault.
    private static Rule Promises(string ability, Rule kept) => new(
        "7643 §5",
        $"{ability} is there when ServiceProviderConfig promises it",
        async server =>
        {
            var config = (await server.GetAsync("ServiceProviderConfig")).Is(200).Json!;
            if (config[ability]!["supported"]!.GetValue<bool>())
                await kept.HoldAsync(server);
        }
    )
    {
        Reads = kept.Reads,
    };
}
