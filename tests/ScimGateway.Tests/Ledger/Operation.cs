using ScimGateway.Tests.Conformance;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Ledger;

/// <summary>What a client does, and what it may cost the target.</summary>
/// <param name="Name">Short, for a table's head: <c>patch</c>.</param>
/// <param name="SendAsync">One request, to a server that holds the <see cref="Population"/>.</param>
internal sealed record Operation(string Name, Func<ScimServer, Task<Answer>> SendAsync)
{
    private const string User = "user03@x.org";

    private const string Search =
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"userName eq \"user05@x.org\""}""";

    /// <summary>In an order in which one is no hindrance to the next.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("create", server => server.PostAsync("Users", Json.User("new@x.org", """ "active":true,"title":"CTO" """))),
        new("read", server => server.GetAsync($"Users/{server.Ids[User]}")),
        new(
            "replace",
            server => server.PutAsync($"Users/{server.Ids[User]}", Json.User(User, """ "active":true,"title":"CTO" """))
        ),
        new(
            "patch",
            server => server.PatchAsync($"Users/{server.Ids[User]}", """{"op":"replace","path":"title","value":"CEO"}""")
        ),
        new(
            "patch, nothing new",
            server => server.PatchAsync($"Users/{server.Ids[User]}", """{"op":"replace","path":"title","value":"CEO"}""")
        ),
        new("read, patch if unchanged", server =>
            IfUnchangedAsync(server, HttpMethod.Patch, Bodies.Patch("""{"op":"replace","path":"title","value":"CFO"}"""))),
        new(
            "read, replace if unchanged",
            server => IfUnchangedAsync(server, HttpMethod.Put, Json.User(User, """ "active":true,"title":"COO" """))
        ),
        new(
            "deactivate",
            server => server.PatchAsync($"Users/{server.Ids[User]}", """{"op":"replace","value":{"active":false} }""")
        ),
        new("delete", server => server.DeleteAsync($"Users/{server.Ids["user08@x.org"]}")),
        new("create group", server => server.PostAsync("Groups", Json.Group("New", server.Ids[User]))),
        new("add member", server => server.PatchAsync(
            $"Groups/{server.Ids["Engineers"]}",
            """{"op":"add","path":"members","value":[{"value":"u-1"}]}"""
        )),
        new("add 50 members", server => server.PatchAsync(
            $"Groups/{server.Ids["Engineers"]}",
            $$"""{"op":"add","path":"members","value":[{{string.Join(',', Enumerable.Range(2, 50).Select(number => $$"""{"value":"u-{{number}}"}"""))}}]}""")),
        new("remove member", server =>
            server.PatchAsync($"Groups/{server.Ids["Engineers"]}", """{"op":"remove","path":"members[value eq \"u-1\"]"}""")),
        new("replace members", server => server.PatchAsync(
            $"Groups/{server.Ids["Engineers"]}",
            """{"op":"replace","path":"members","value":[{"value":"u-7"}]}"""
        )),
        new("look-up by name", server => server.GetAsync($"Users?{Lists.Filter("userName eq \"user05@x.org\"")}")),
        new("look-up, nobody", server => server.GetAsync($"Users?{Lists.Filter("userName eq \"nobody@x.org\"")}")),
        new("look-up by externalId", server => server.GetAsync($"Users?{Lists.Filter("externalId eq \"E-1\"")}")),
        new(
            "name and more",
            server => server.GetAsync($"Users?{Lists.Filter("userName eq \"user05@x.org\" and active eq true")}")
        ),
        new("any filter", server => server.GetAsync($"Users?{Lists.Filter("title pr or active eq false")}")),
        new("first page", server => server.GetAsync("Users?startIndex=1&count=5")),
        new("third page", server => server.GetAsync("Users?startIndex=11&count=5")),
        new("count alone", server => server.GetAsync("Users?count=0")),
        new("sorted page", server => server.GetAsync("Users?sortBy=userName&sortOrder=descending&count=5")),
        new("cursor page", server => server.GetAsync("Users?cursor&count=5")),
        new("groups without members", server => server.GetAsync("Groups?excludedAttributes=members")),
        new(".search", server => server.PostAsync("Users/.search", Search)),
        new("search of the root", server => server.PostAsync(".search", Search)),
        new("page of the root", server => server.GetAsync("?count=5")),
        new("Bulk of 3", server => server.PostAsync("Bulk", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{{string.Join(',', Enumerable.Range(1, 3).Select(Create))}}]}""")),
        new("discovery", server => server.GetAsync("ServiceProviderConfig")),
    ];

    private static async Task<Answer> IfUnchangedAsync(ScimServer server, HttpMethod method, string body)
    {
        string path = $"Users/{server.Ids[User]}";
        var read = await server.GetAsync(path);
        return await server.SendAsync(method, path, body, headers: ("If-Match", read.Response.Headers.ETag!.ToString()));
    }

    private static string Create(int number) =>
        $$"""{"method":"POST","path":"/Users","bulkId":"{{number}}","data":{{Json.User($"bulk{number}@x.org")}} }""";
}
