using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Bench;

/// <summary>Half of a group's members removed one by one in one PATCH: twice the members must cost twice the time.</summary>
[MemoryDiagnoser]
public class MemberBenchmarks
{
    private static readonly ReadingRules Rules = new(ResourceType.Group);

    private JsonObject group = [];
    private JsonObject message = [];
    private PatchRequest patch = new([]);

    [Params(5_000, 10_000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var members = Enumerable
            .Range(0, Members)
            .Select(id => new JsonObject { ["value"] = $"u-{id}", ["display"] = $"User {id}" });
        group = Read(new JsonObject
        {
            ["schemas"] = new JsonArray(SchemaUrns.Group),
            ["id"] = "g-1",
            ["displayName"] = "All",
            ["members"] = new JsonArray([.. members]),
        });
        var removals = Enumerable
            .Range(0, Members / 2)
            .Select(id => new JsonObject { ["op"] = "remove", ["path"] = $"members[value eq \"u-{id * 2}\"]" });
        message = Read(
            new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.PatchOp), ["Operations"] = new JsonArray([.. removals]) }
        );
        patch = PatchRequest.Parse(message, Rules);
        Remove();
    }

    [Benchmark]
    public PatchRequest Read_the_removals() => PatchRequest.Parse(message, Rules);

    [Benchmark]
    public PatchOutcome Remove() => PatchEngine.Apply(group, patch, Rules);

    private static JsonObject Read(JsonObject json) => ScimJson.ParseObject(ScimJson.ToUtf8(json), 64);
}
