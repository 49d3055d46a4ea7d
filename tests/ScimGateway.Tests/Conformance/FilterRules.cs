using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.4.2.2.</summary>
internal static class FilterRules
{
    private const string Section = "7644 §3.4.2.2";

    private const string Employee = Bodies.Enterprise;

    public static IReadOnlyList<Rule> All { get; } =
    [
        Finds("userName eq \"user01@x.org\"", 1),
        Finds("userName eq \"USER01@X.ORG\"", 1), // caseExact is false
        Finds("USERNAME Eq \"user01@x.org\"", 1),
        Finds(Json.UserUrn + ":userName eq \"user01@x.org\"", 1),
        Finds("externalId eq \"E-1\"", 1),
        Finds("externalId eq \"e-1\""), // caseExact is true
        Finds("title ne \"CTO\" and title pr", 2, 5),
        Finds("displayName co \"Bø\"", 1),
        Finds("userName sw \"user1\"", 10, 11, 12, 13, 14, 15),
        Finds("userName ew \"05@x.org\"", 5),
        Finds("title pr", 1, 2, 5),
        Finds("userName gt \"user13@x.org\"", 14, 15),
        Finds("userName ge \"user13@x.org\"", 13, 14, 15),
        Finds("userName lt \"user03@x.org\"", 1, 2),
        Finds("userName le \"user03@x.org\"", 1, 2, 3),
        Finds("active eq false", 3, 4),
        Finds("name.familyName eq \"Bø\"", 1),
        Finds("title eq \"Lead\" and active eq true", 2),
        Finds("title eq \"Lead\" and active eq false"),
        Finds("title eq \"CTO\" or title eq \"Lead\"", 1, 2),
        Finds("title pr and not (title eq \"CTO\")", 2, 5),
        Finds("not (active eq true)", 3, 4),
        Finds("title eq \"CTO\" or title sw \"Lead\" and title ew \"Engineer\"", 1, 5), // "and" before "or"
        Finds("(title eq \"CTO\" or title sw \"Lead\") and title ew \"Engineer\"", 5),
        Finds("emails[type eq \"home\"]", 1),
        Finds("emails[type eq \"work\" and value co \"home.org\"]"), // both of one element
        Finds("emails.type eq \"home\"", 1),
        Finds("emails.value sw \"user1\" and emails.primary eq true", 10, 11, 12, 13, 14, 15),
        Finds(Employee + ":department eq \"R&D\"", 1),
        Finds(Employee + ":manager.value eq \"u-42\"", 1),
        Finds("meta.created gt \"2000-01-01T00:00:00Z\" and title eq \"CTO\"", 1),
        Finds("meta.created lt \"2000-01-01T00:00:00Z\""),
        Finds("meta.resourceType eq \"User\" and title eq \"CTO\"", 1),
        Finds("displayName eq \"Say \\\"hi\\\" + \\\\ back\"", 6),
        Finds("userName eq \"nobody@x.org\""),
        Rule.OfReading(
            Section,
            "A user is found by his id",
            async server => await server.FindsAsync($"id eq \"{server.Ids["user07@x.org"]}\"", 7)
        ),
        Rule.OfReading(Section, "`ne` finds all others", async server =>
            Assert.Equal(
                Population.Users - 1,
                (await server.ListAsync($"Users?{Lists.Filter("userName ne \"user01@x.org\"")}&count=5")).Total()
            )),
        Rule.OfReading(Section, "A group is found by its displayName", async server =>
            Assert.Equal(server.Ids["Sales"], Assert
                .Single((await server.ListAsync($"Groups?{Lists.Filter("displayName eq \"Sales\"")}")).Page())
                .At("id"))),
        Rule.OfReading(Section, "A group is found by a member", async server =>
            Assert.Equal(server.Ids["Engineers"], Assert.Single((await server.ListAsync(
                $"Groups?{Lists.Filter($"members.value eq \"{server.Ids["user02@x.org"]}\"")}"
            )).Page()).At("id"))),
        new(Section, "A value path passes over users without the attribute", async server =>
        {
            await server.UserAsync("bare@x.org");
            string ana = await server.UserAsync("ana@x.org", """ "emails":[{"value":"a@x.org","type":"home"}] """);
            Assert.Equal(
                ana,
                Assert.Single((await server.ListAsync($"Users?{Lists.Filter("emails[type eq \"home\"]")}")).Page()).At("id")
            );
        }),
        Refuses("userName eq"),
        Refuses("userName is \"ana\""),
        Refuses("userName eq \"ana\" and"),
        Refuses("(userName eq \"ana\""),
        Refuses("userName eq 'ana'"),
        Refuses("active gt true"),
        Refuses("not userName pr"),
    ];

    private static Rule Finds(string filter, params int[] users) =>
        Rule.OfReading(
            Section,
            $"`{filter}` finds {(users.Length == 0 ? "nobody" : string.Join(", ", users))}",
            server => server.FindsAsync(filter, users)
        );

    private static Rule Refuses(string filter) =>
        Rule.OfReading(
            Section,
            $"`{filter}` is refused with invalidFilter",
            async server => (await server.GetAsync($"Users?{Lists.Filter(filter)}")).IsScimError(400, "invalidFilter")
        );
}
