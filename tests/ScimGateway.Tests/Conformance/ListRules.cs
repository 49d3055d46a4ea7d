using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 sections 3.4.2 and 3.4.2.4.</summary>
internal static class ListRules
{
    private const string Section = "7644 §3.4.2";

    private const string Paging = "7644 §3.4.2.4";

    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.OfReading(
            Section,
            "A list counts all there are",
            async server => Assert.Equal(Population.Users, (await server.ListAsync("Users")).Total())
        ),
        Rule.OfReading(Section, "A list holds whole resources", async server =>
        {
            var first = (await server.ListAsync("Users?count=1")).Page()[0];
            Assert.Equal(
                ("user01@x.org", "CTO", "R&D"),
                (first.At("userName"), first.At("title"), first.At(Bodies.Enterprise, "department"))
            );
            Assert.Equal($"{server.BaseUrl}/Users/{first.At("id")}", first.At("meta", "location"));
        }),
        Rule.OfReading(Section, "A client that goes on by what it got sees each resource once", async server =>
            Assert.Equal(Population.Names, (await server.WalkAsync("Users")).Select(user => user.At("userName")))),
        Rule.OfReading(Section, "Groups are listed with their members", async server =>
        {
            var groups = await server.WalkAsync("Groups");
            Assert.Equal(["Empty", "Engineers", "Sales"], groups.Select(group => group.At("displayName")).Order());
            Assert.Equal(2, groups.Single(group => group.At("displayName") == "Engineers").Members().Count());
        }),
        new(Section, "A list of nothing is 200 with an empty Resources", async server =>
        {
            var list = await server.ListAsync("Users");
            Assert.Equal((0, 0), (list.Total(), list.Page().Count));
        }),
        Rule.OfReading(Paging, "count is the most on a page, and the page says where it is", async server =>
        {
            var list = await server.ListAsync("Users?startIndex=11&count=5");
            Assert.Equal(Population.Names.Skip(10).Take(5), list.UserNames());
            Assert.Equal(
                (Population.Users, 11, 5),
                (list.Total(), list["startIndex"]!.GetValue<int>(), list["itemsPerPage"]!.GetValue<int>())
            );
        }),
        Rule.OfReading(Paging, "count=0 asks for the total alone", async server =>
        {
            var list = await server.ListAsync("Users?count=0");
            Assert.Equal((Population.Users, 0), (list.Total(), list.Page().Count));
        }),
        Rule.OfReading(Paging, "A negative count is 0", async server =>
        {
            var list = await server.ListAsync("Users?count=-3");
            Assert.Equal((Population.Users, 0), (list.Total(), list.Page().Count));
        }),
        Rule.OfReading(Paging, "A startIndex below 1 is 1", async server =>
        {
            Assert.Equal(Population.Names.Take(2), (await server.ListAsync("Users?startIndex=0&count=2")).UserNames());
            Assert.Equal(Population.Names.Take(2), (await server.ListAsync("Users?startIndex=-5&count=2")).UserNames());
        }),
        Rule.OfReading(Paging, "A startIndex beyond the end gives none, and counts all", async server =>
        {
            var list = await server.ListAsync("Users?startIndex=16&count=5");
            Assert.Equal((Population.Users, 0), (list.Total(), list.Page().Count));
        }),
        Rule.OfReading(Paging, "The last page has the rest", async server =>
            Assert.Equal(Population.Names.Skip(12), (await server.ListAsync("Users?startIndex=13&count=5")).UserNames())),
        Rule.OfReading(Paging, "itemsPerPage is what is on this page, not what was asked for", async server =>
        {
            var list = await server.ListAsync("Users?startIndex=13&count=5");
            Assert.Equal(list.Page().Count, list["itemsPerPage"]!.GetValue<int>());
        }),
        Rule.OfReading(Paging, "A count that is more than there are does no harm", async server =>
        {
            var list = await server.ListAsync("Users?count=100000");
            Assert.Equal(Population.Users, list.Total());
            Assert.Equal(Population.Names.Take(list.Page().Count), list.UserNames());
            Assert.NotEmpty(list.Page());
        }),
        Rule.OfReading(Paging, "What a filter finds is paged and counted too", async server =>
        {
            var list = await server.ListAsync(
                $"Users?{Lists.Filter("userName co \"0@x.org\" or userName co \"5@x.org\"")}&startIndex=2&count=2"
            );
            Assert.Equal(["user10@x.org", "user15@x.org"], list.UserNames());
            Assert.Equal(3, list.Total());
        }),
        Rule.OfReading(Section, "Parameters that nobody knows are ignored", async server =>
            Assert.Equal(Population.Users, (await server.ListAsync("Users?aadOptscim062020&flavour=mint&count=5")).Total())),
    ];
}
