using System.Text.Json.Nodes;
using ScimGateway.Tests.Conformance;
using ScimGateway.Tests.Crippled;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Ledger;

/// <summary>A request that costs the target several calls, each of which can go wrong.</summary>
/// <param name="Name">What it is, and what becomes of it: <c>PATCH as GET, PUT</c>.</param>
/// <param name="Calls">How many calls, when all goes well.</param>
/// <param name="Lacks">Why it takes so many.</param>
/// <param name="Mapping">What declares it.</param>
internal sealed record Change(string Name, int Calls, Func<IReadOnlyList<Lack>> Lacks, string Mapping)
{
    /// <summary>What is there before, and its id.</summary>
    public required Func<ScimServer, Task<string>> PrepareAsync { get; init; }

    /// <summary>Sends it, as often as a client likes.</summary>
    public required Func<ScimServer, string, Task<Answer>> SendAsync { get; init; }

    /// <summary>Whether everything is as the client wanted it.</summary>
    public required Func<ScimServer, Task<bool>> IsDoneAsync { get; init; }

    /// <summary>Whether its first call is the change, and what comes after is not its end.</summary>
    public bool WritesFirst { get; init; }

    /// <summary>What a client does when its repeat is told that the resource is there already.</summary>
    public Func<ScimServer, Task<Answer>>? AdoptAsync { get; init; }

    private static async Task<JsonObject> OnlyAsync(ScimServer server, string type) =>
        Assert.Single(await server.StoredAsync(type));

    private static async Task<bool> HasTitleAsync(ScimServer server) =>
        await server.StoredAsync("Users") is [var user] && (user.At("title"), user.At("displayName")) == ("CEO", "Ana");

    private static Task<string> AnaAsync(ScimServer server) =>
        server.UserAsync("ana@x.org", """ "active":true,"title":"CTO","displayName":"Ana" """);

    private static string Wanted => Json.User("ana@x.org", """ "active":true,"title":"CEO","displayName":"Ana" """);

    private static async Task<Answer> FindAndReplaceAsync(ScimServer server)
    {
        var found = (await server.ListAsync($"Users?{Lists.Filter("userName eq \"ana@x.org\"")}")).Page();
        return await server.PutAsync($"Users/{Assert.Single(found).At("id")}", Wanted);
    }

    private static Change OfUser(
        string name,
        int calls,
        Func<IReadOnlyList<Lack>> lacks,
        string can,
        Func<ScimServer, string, Task<Answer>> send
    ) =>
        new(name, calls, lacks, $"target({{ can: {{ {can} }}, User: {{}}, Group: {{}} }});")
        {
            PrepareAsync = AnaAsync,
            SendAsync = send,
            IsDoneAsync = HasTitleAsync,
        };

    private static Change OfNewUser(string name, Func<IReadOnlyList<Lack>> lacks, string mapping) => new(name, 2, lacks, mapping)
    {
        PrepareAsync = _ => Task.FromResult(""),
        SendAsync = (server, _) => server.PostAsync("Users", Wanted),
        IsDoneAsync = HasTitleAsync,
        AdoptAsync = FindAndReplaceAsync,
        WritesFirst = true,
    };

    public static IReadOnlyList<Change> All { get; } =
    [
        OfUser("PATCH as GET, PUT", 2, () => [Crippled.Lacks.Method("PATCH")], "patch: false",
            (server, id) => server.PatchAsync($"Users/{id}", """{"op":"replace","path":"title","value":"CEO"}""")),
        OfUser(
            "PATCH as GET, partial PATCH",
            2,
            () => [Crippled.Lacks.Method("PUT"), MergePatch.Only()],
            "put: false, patch: \"merge\"",
            (server, id) => server.PatchAsync($"Users/{id}", """{"op":"replace","path":"title","value":"CEO"}""")
        ),
        OfUser(
            "PUT as GET, partial PATCH",
            2,
            () => [Crippled.Lacks.Method("PUT"), MergePatch.Only()],
            "put: false, patch: \"merge\"",
            (server, id) => server.PutAsync($"Users/{id}", Wanted)
        ),
        OfUser(
            "PUT as GET, PATCH",
            2,
            () => [Crippled.Lacks.Method("PUT")],
            "put: false",
            (server, id) => server.PutAsync($"Users/{id}", Wanted)
        ),
        OfUser(
            "PUT as PUT, GET",
            2,
            () => [Crippled.Lacks.Terse()],
            "",
            (server, id) => server.PutAsync($"Users/{id}", Wanted)
        ) with { WritesFirst = true },
        new(
            "member added as GET, PUT",
            2,
            () => [Crippled.Lacks.Method("PATCH")],
            "target({ can: { patch: false }, User: {}, Group: {} });"
        )
        {
            PrepareAsync = server => server.GroupAsync("Engineers", "u-1"),
            SendAsync = (server, id) =>
                server.PatchAsync($"Groups/{id}", """{"op":"add","path":"members","value":[{"value":"u-2"}]}"""),
            IsDoneAsync = async server => (await OnlyAsync(server, "Groups")).Members().SequenceEqual(["u-1", "u-2"]),
        },
        OfNewUser(
            "create as POST, PUT",
            () => [],
            "target({ create: { only: [\"userName\", \"active\"], then: \"update\" }, User: {}, Group: {} });"
        ),
        OfNewUser("create as POST, GET", () => [Crippled.Lacks.TellingIdsAlone()], "target({ User: {}, Group: {} });"),
        new("create as POST, look-up, PUT", 3, () => [], "target({ create: { adopt: \"userName\" }, User: {}, Group: {} });")
        {
            PrepareAsync = AnaAsync,
            SendAsync = (server, _) => server.PostAsync("Users", Wanted),
            IsDoneAsync = HasTitleAsync,
        },
        new(
            "DELETE as GET, PUT",
            2,
            () => [Crippled.Lacks.Method("PATCH"), Crippled.Lacks.Method("DELETE")],
            "target({ can: { patch: false, delete: \"deactivate\" }, User: {}, Group: {} });"
        )
        {
            PrepareAsync = AnaAsync,
            SendAsync = (server, id) => server.DeleteAsync($"Users/{id}"),
            IsDoneAsync = async server => (await OnlyAsync(server, "Users")).At("active") == "false",
        },
    ];
}
