using System.Runtime.CompilerServices;

namespace ScimGateway.Tests.Configuration;

/// <summary>The environment variables and files that the tests' configs refer to.</summary>
internal static class TestEnvironment
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["OKTA_TOKEN"] = "okta-token-1",
        ["ENTRA_TOKEN"] = "entra-token-1",
        ["BOTH_TOKEN"] = "both-token-1",
        ["TARGET_TOKEN"] = "target-token-1",
        ["BEARER_TOKEN"] = "Bearer target-token-1",
        ["CACHE"] = "redis:[::1]:6380, user=gw, password=hunter2, ssl=true, sslHost=cache.example, defaultDatabase=3",
        ["STATE_KEY"] = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        ["OLD_STATE_KEY"] = "YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk=",
        ["POSTGRES"] = "Host=db.example;Database=gateway;Username=gateway;Password=hunter2",
        ["EMPTY"] = "",
        ["SHORT"] = "short",
        ["LINES"] = "two lines\r\nInjected: yes",
    };

    public static string FaultFolder { get; } = Path.Combine(Folder(), "Faults");

    public static string DemoFile { get; } = Path.GetFullPath(Path.Combine(Folder(), "../../../gateway.yaml"));

    public static string? Variable(string name) => Variables.GetValueOrDefault(name);

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
