using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.4.2.3.</summary>
internal static class SortRules
{
    private const string Section = "7644 §3.4.2.3";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.OfReading(Section, "A list is sorted, ascending when nothing is said", async server =>
            Assert.Equal(
                [1, .. Enumerable.Range(2, 14).Reverse()],
                Numbers(await server.WalkAsync("Users", "sortBy=name.familyName"))
            )),
        Rule.OfReading(Section, "A list is sorted descending", async server =>
            Assert.Equal(
                Population.Names.Reverse(),
                (await server.WalkAsync("Users", "sortBy=userName&sortOrder=descending")).Select(user =>
                    user.At("userName")
                )
            )),
        Rule.OfReading(Section, "Ascending, those without a value come last", async server =>
            Assert.Equal(
                ["CTO", "Lead", "Lead Engineer", null],
                (await server.WalkAsync("Users", "sortBy=title")).Select(user => user.At("title")).Take(4)
            )),
        Rule.OfReading(Section, "Descending, those without a value come first", async server =>
            Assert.Equal(
                [null, "Lead Engineer", "Lead", "CTO"],
                (await server.WalkAsync("Users", "sortBy=title&sortOrder=descending"))
                    .Select(user => user.At("title"))
                    .TakeLast(4)
            )),
        Rule.OfReading(Section, "What a filter finds is sorted and paged", async server =>
        {
            var list = await server.ListAsync(
                $"Users?{Lists.Filter("userName sw \"user1\"")}&sortBy=userName&sortOrder=descending&startIndex=2&count=2"
            );
            Assert.Equal(["user14@x.org", "user13@x.org"], list.UserNames());
            Assert.Equal(6, list.Total());
        }),
        new(Section, "Sorting follows the case rule of the attribute", async server =>
        {
            await server.UserAsync("b@x.org");
            await server.UserAsync("C@x.org");
            await server.UserAsync("a@x.org");
            Assert.Equal(["a@x.org", "b@x.org", "C@x.org"], (await server.ListAsync("Users?sortBy=userName")).UserNames());
        }),
        new(Section, "A multi-valued attribute is sorted by its primary value, or its first", async server =>
        {
            await server.UserAsync(
                "one@x.org",
                """ "emails":[{"value":"a@x.org","type":"home"},{"value":"z@x.org","type":"work","primary":true}] """
            );
            await server.UserAsync(
                "two@x.org",
                """ "emails":[{"value":"m@x.org","type":"work"},{"value":"b@x.org","type":"home"}] """
            );
            Assert.Equal(["two@x.org", "one@x.org"], (await server.ListAsync("Users?sortBy=emails.value")).UserNames());
        }),
    ];

    private static IEnumerable<int> Numbers(IEnumerable<System.Text.Json.Nodes.JsonObject> users) =>
        users.Select(user => user.At("userName")!).Select(name => int.Parse(name[4..6]));
}
