using ScimGateway.Scim.Tests.Fuzzing;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>What identity providers ask: the seeds, and reads of every kind.</summary>
/// <param name="held">Resources that are there: <c>Users/1</c>.</param>
internal sealed class UsualCalls(Mutations mutations, IReadOnlyList<string> held)
{
    private static readonly string[] Sorts = [
        "userName",
        "displayName",
        "meta.lastModified",
        "emails.value",
        "name.familyName",
        "id",
    ];

    private static readonly string[] Filters =
    [
        "userName eq \"ana\"", "active eq true", "emails[type eq \"work\"].value co \"a\"", "not (title pr)",
        "displayName sw \"E\"", "externalId eq \"1\"", "id eq \"1\" or members pr",
    ];

    public HttpExample Next() => mutations.Next(8) switch
    {
        0 => Get(mutations.PickOrNone(held) ?? "Users/1"),
        1 => Get($"{Endpoint()}?filter={mutations.Pick(Filters)}"),
        2 => Get($"{Endpoint()}?sortBy={mutations.Pick(Sorts)}&count={mutations.Next(4)}"),
        3 => Get($"{Endpoint()}?startIndex={mutations.Next(4)}&count={mutations.Next(4)}&filter={mutations.Pick(Filters)}&attributes={mutations.Pick(Sorts)}"),
        4 when mutations.OneIn(2) => Get($"?filter={mutations.Pick(Filters)}"),
        4 => new HttpExample("DELETE", mutations.PickOrNone(held) ?? "Users/1", null),
        _ => new RequestMutations(mutations, held).Usual(),
    };

    private string Endpoint() => mutations.OneIn(3) ? "Groups" : "Users";

    private static HttpExample Get(string path) => new("GET", path, null);
}
