using ScimGateway.Sandbox;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Lives;

/// <summary>The gateway with a mapping of this repository in front of a sandbox that the test can look into.</summary>
internal static class Shipped
{
    public const string Peakon = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";

    /// <summary>The company's own attributes, as the shipped mappings call them.</summary>
    public const string Acme = "urn:acme:2.0:User";

    /// <summary>Three of Leapsome's seed: the managing director, her head of sales, and his account executive.</summary>
    public const string Greta = "64f0c0de0000000000000001";
    public const string Oluwaseun = "64f0c0de0000000000000002";
    public const string Hana = "64f0c0de0000000000000003";

    public static Task<TestGateway> InFrontOfAsync(
        SandboxServer sandbox,
        string mapping,
        string profile = "strict",
        string top = ""
    ) =>
        TestGateway.StartAsync(sandbox.BaseAddress.ToString(), Mapping(mapping), profile, top: top, targetToken: sandbox.Token);

    public static string Folder(string mapping) => Path.Combine(Repository.Root, "mappings", mapping);

    /// <summary>What a sandbox was asked during a story: <c>GET /Users/1</c>.</summary>
    public static async Task<IReadOnlyList<RecordedCall>> CallsOfAsync(this SandboxServer sandbox, Func<Task> told)
    {
        sandbox.ClearCalls();
        await told();
        return sandbox.Calls;
    }

    public static IEnumerable<string> Lines(this IEnumerable<RecordedCall> calls) =>
        calls.Select(call =>
            $"{call.Method} {call.PathAndQuery[call.PathAndQuery.IndexOf("/v", StringComparison.Ordinal)..][3..]}");

    private static string Mapping(string name) => File.ReadAllText(Path.Combine(Folder(name), "mapping.js"));
}
