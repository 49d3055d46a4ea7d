using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.4.3.</summary>
internal static class SearchRules
{
    private const string Section = "7644 §3.4.3";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.OfReading(Section, "A search finds what the filter in its body says", async server =>
        {
            var list = (
                await server.PostAsync("Users/.search", Search(""" "filter":"userName eq \"user07@x.org\"" """))
            ).IsList();
            Assert.Equal(["user07@x.org"], list.UserNames());
        }),
        Rule.OfReading(Section, "A search is paged and counted", async server =>
        {
            var list = (await server.PostAsync(
                "Users/.search",
                Search(""" "filter":"userName sw \"user1\"","startIndex":2,"count":2 """)
            )).IsList();
            Assert.Equal(["user11@x.org", "user12@x.org"], list.UserNames());
            Assert.Equal(6, list.Total());
        }),
        Rule.OfReading(Section, "A search is sorted", async server =>
        {
            var list = (await server.PostAsync(
                "Users/.search",
                Search(""" "filter":"userName sw \"user1\"","sortBy":"userName","sortOrder":"descending","count":2 """)
            )).IsList();
            Assert.Equal(["user15@x.org", "user14@x.org"], list.UserNames());
        }),
        Rule.OfReading(Section, "A search is cut to attributes", async server =>
        {
            var list = (await server.PostAsync(
                "Users/.search",
                Search(""" "filter":"title eq \"CTO\"","attributes":["userName"] """)
            )).IsList();
            Assert.Equal(["id", "userName"], Assert.Single(list.Page()).Names().Where(name => name != "schemas"));
        }),
        Rule.OfReading(Section, "A search for nobody is 200 and empty", async server =>
            Assert.Empty(
                (await server.PostAsync("Users/.search", Search(""" "filter":"userName eq \"nobody\"" """))).IsList().Page()
            )),
        Rule.OfReading(Section, "A search of the root finds resources of all types", async server =>
        {
            var list = (await server.PostAsync(
                ".search",
                Search(""" "filter":"displayName eq \"Sales\" or userName eq \"user07@x.org\"" """)
            )).IsList();
            Assert.Equal(
                [server.Ids["Sales"], server.Ids["user07@x.org"]],
                list.Page().Select(found => found.At("id")!).OrderByDescending(id => id == server.Ids["Sales"])
            );
        }),
        Rule.OfReading("7644 §3.4.2.1", "The root is queried by meta.resourceType", async server =>
        {
            var list = (await server.GetAsync($"?{Lists.Filter("meta.resourceType eq \"Group\"")}")).IsList();
            Assert.Equal(3, list.Total());
            Assert.All(list.Page(), found => Assert.Equal("Group", found.At("meta", "resourceType")));
        }),
        Rule.OfReading("7644 §3.4.2.1", "A client that goes through the root by pages sees each resource once", async server =>
        {
            var seen = new List<string>();
            for (int start = 1; start <= Population.Users + 3; start += 4)
                seen.AddRange(
                    (await server.GetAsync($"?startIndex={start}&count=4")).IsList().Page().Select(found => found.At("id")!)
                );
            Assert.Equal(server.Ids.Values.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        }),
        Rule.OfReading(Section, "A search with a broken filter is refused with invalidFilter", async server =>
            (await server.PostAsync("Users/.search", Search(""" "filter":"userName eq" """))).IsScimError(400, "invalidFilter")),
    ];

    private static string Search(string members) =>
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],{{members}}}""";
}
