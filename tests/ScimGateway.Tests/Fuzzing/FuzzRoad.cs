using ScimGateway.Clients;
using ScimGateway.Sandbox;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>A gateway with a client of each profile, and with each of some shipped mappings as a target.</summary>
internal static class FuzzRoad
{
    public const string TargetToken = "planted-secret-of-the-target";

    private const string ClientToken = "planted-secret-of-the-client";

    public static IReadOnlyList<string> Profiles { get; } = [.. ClientProfile.All.Keys.Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Secrets { get; } = [TargetToken, ClientToken];

    public static string TokenOf(string profile) => $"{ClientToken}-{profile}";

    /// <param name="mappings">Folders of <c>mappings/</c>.</param>
    /// <param name="url">The address of the target with such a mapping.</param>
    /// <param name="limits">Of each target.</param>
    public static Task<TestGateway> StartAsync(IReadOnlyList<string> mappings, Func<string, string> url, string limits)
    {
        string yaml = $$"""
            listen: http://127.0.0.1:0
            publicUrl: https://gw.example
            clients:
            {{string.Join('\n', Profiles.Select(Client))}}
            targets:
            {{string.Join('\n', mappings.Select(Target))}}
            """;
        var files = Profiles.ToDictionary(profile => profile, TokenOf);
        files["target"] = TargetToken;
        foreach (string name in mappings)
            files[$"{name}/mapping.js"] = File.ReadAllText(Path.Combine(Shipped.Folder(name), "mapping.js"));
        return TestGateway.FromYamlAsync(yaml, files);

        string Client(string profile) =>
            $"  - {{ name: {profile}, profile: {profile}, token: file:{profile}, targets: [{string.Join(", ", mappings)}] }}";
        string Target(string name) => $"  - {{ name: {name}, url: \"{url(name)}\", mapping: {name}, auth: {{ bearer: file:target }}, limits: {{ {limits} }} }}";
    }

    public static Task<SandboxServer> SandboxAsync(string name) =>
        SandboxServer.StartAsync(name, new SandboxOptions
        {
            Token = TargetToken,
            RequestsPerSecond = 1_000_000,
            RecordedCalls = 0,
        });

    /// <summary>The resources that a sandbox holds: <c>Users/1</c>.</summary>
    public static IReadOnlyList<string> HeldBy(SandboxServer sandbox) =>
        [.. new[] { "Users", "Groups" }.SelectMany(endpoint => Keys(sandbox, "/" + endpoint).Select(id => $"{endpoint}/{id}"))];

    private static IEnumerable<string> Keys(SandboxServer sandbox, string endpoint)
    {
        try
        {
            return sandbox.Stored(endpoint).Keys;
        }
        catch (ArgumentException)
        {
            return []; // it has no groups
        }
    }

    public static async Task StillAnswersAsync(TestGateway gateway, string target)
    {
        var request = FuzzRequest.Of("GET", $"/scim/v2/{target}/Users?count=1", "strict", null);
        Assert.Equal(200, (await FuzzAnswer.OfAsync(new Uri(gateway.Address), request.Bytes))!.Status);
    }

    /// <summary>Stops the gateway, and looks through all that it wrote.</summary>
    public static async Task HasWrittenNoSecretAsync(TestGateway gateway)
    {
        var lines = gateway
            .LogLines.Concat((await gateway.StopAndReadAuditAsync()).Select(record => record.ToJsonString()))
            .ToList();
        Assert.NotEmpty(lines);
        string[] words = [.. Secrets, "Unexpected"];
        string[] bad = [.. lines.Where(line => words.Any(word => line.Contains(word, StringComparison.Ordinal)))];
        Assert.True(bad.Length == 0, string.Join('\n', bad));
    }
}
