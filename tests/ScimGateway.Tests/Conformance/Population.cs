namespace ScimGateway.Tests.Conformance;

/// <summary>15 users and 3 groups for the rules that only read.</summary>
internal static class Population
{
    public const int Users = 15;

    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(1, Users).Select(Name)];

    /// <summary>Their ids by userName and displayName.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FillAsync(ScimServer server)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int number = 1; number <= Users; number++) ids[Name(number)] = await server.StoreAsync("Users", User(number));
        ids["Engineers"] = await server.GroupAsync("Engineers", ids[Name(1)], ids[Name(2)]);
        ids["Sales"] = await server.GroupAsync("Sales", ids[Name(3)]);
        ids["Empty"] = await server.GroupAsync("Empty");
        return ids;
    }

    /// <summary><c>user07@x.org</c></summary>
    public static string Name(int number) => $"user{number:00}@x.org";

    // Family names run against userNames, so that no order is right by accident.
    private static string User(int number) => number switch
    {
        1 => Json.Employee(Name(1), """{"department":"R&D","employeeNumber":"7","manager":{"value":"u-42"} }""", """
            "active":true,"displayName":"Ana Bø","title":"CTO","externalId":"E-1","name":{"givenName":"Ana","familyName":"Bø"},
            "emails":[{"value":"user01@x.org","type":"work","primary":true},{"value":"ana@home.org","type":"home"}]
            """),
        2 => Usual(2, ""","title":"Lead" """),
        5 => Usual(5, ""","title":"Lead Engineer" """),
        6 => Json.User(Name(6), """ "active":true,"displayName":"Say \"hi\" + \\ back","name":{"familyName":"Family20"},"emails":[{"value":"user06@x.org","type":"work","primary":true}] """),
        _ => Usual(number, ""),
    };

    private static string Usual(int number, string more) => Json.User(Name(number), $$"""
            "active":{{(
                number is 3 or 4 ? "false" : "true"
            )}},"displayName":"User {{number:00}}","name":{"familyName":"Family{{26 - number:00}}"},
            "emails":[{"value":"{{Name(number)}}","type":"work","primary":true}]{{more}}
            """);
}
