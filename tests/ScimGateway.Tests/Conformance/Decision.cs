namespace ScimGateway.Tests.Conformance;

/// <summary>Where a client is worse off with the gateway than with the full server, and why it stays so: anything else would be
/// untrue.</summary>
/// <param name="Mark">As it stands in the cell: <c>a</c>.</param>
/// <param name="Form">The server that lacks something.</param>
internal sealed record Decision(string Mark, string Form, string Why, params string[] Rules)
{
    private const string Resets = "resets connections";

    public static IReadOnlyList<Decision> All { get; } =
    [
        new("a", "no DELETE", "Its mapping declares that nothing is done in place of a DELETE, neither a deactivation nor anything else; 501 says so, and nothing is sent.",
            "A DELETE is answered with 204 and nothing else",
            "What is deleted is 404 for every operation",
            "What is deleted is in no list",
            "A deleted user's userName is free again",
            "A DELETE of what does not exist is 404",
            "A group is deleted, and its members stay",
            "A bulk creates, replaces, changes and deletes"),
        new("b", Resets, "The connection ended, and the look-up finds a user of this name: the one that was there before, or the one that the lost call has made. 502 claims neither; the client's repeat is answered by the target.",
            "A second create of one userName is 409 uniqueness"),
        new("c", Resets, "The connection ended, and a group has no name of its own by which one could tell that nothing was created: sent again, there could be two. The client is told 502, in a Bulk for that operation.",
            "A group is created with its members",
            "A bulkId stands for what was created before it",
            "Without failOnErrors a bulk goes on after a fault, and the fault is told",
            "failOnErrors ends a bulk after so many faults"),
        new(
            "d",
            Resets,
            "The first DELETE was lost, the second finds nothing: it is gone, whoever did it, and 204 says no more than that.",
            "A DELETE of what does not exist is 404"
        ),
        new("e", Resets, "The connection ended, and the PATCH as it stands has no target: it never had one, or it was done and has taken it away itself. 502 claims neither.",
            "A value path that matches nothing is refused with noTarget",
            "When one operation fails, none is applied"),
    ];

    /// <summary>The mark of a cell; empty: nothing was decided.</summary>
    public static string MarkOf(string rule, string form) =>
        All.FirstOrDefault(one => one.Form == form && one.Rules.Contains(rule))?.Mark ?? "";
}
