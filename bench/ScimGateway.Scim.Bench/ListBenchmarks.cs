using BenchmarkDotNet.Attributes;
using ScimGateway.Bench.Servers;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Bench;

/// <summary>A page of users from a target's bytes to the client's: read, repaired, projected, written.</summary>
[MemoryDiagnoser]
public class ListBenchmarks
{
    private const string BaseUrl = "https://gateway.example.org/scim/v2";

    private readonly AnswerPlan plan = new(ResourceType.User, answered => answered, []);
    private byte[] page = [];

    [Params(500, 1_000)]
    public int Users { get; set; }

    [GlobalSetup]
    public void Fill() => page = SampleUsers.List(Users);

    /// <summary>Through nodes, as where an emulation must look at each user.</summary>
    [Benchmark]
    public int As_trees()
    {
        var list = ListResponse.Read(ScimJson.Parse(page, 64));
        foreach (var user in list.Resources)
        {
            TargetForm.Repair(user, ResourceType.User);
            ResourceLocation.Stamp(user, ResourceType.User, BaseUrl);
            Projection.Apply(user, ResourceType.User, ResourceQuery.Empty);
        }

        using var buffer = new PooledBuffer(page.Length);
        ScimJson.WriteTo(buffer, list.ToJson());
        return buffer.Length;
    }

    /// <summary>Copied byte for byte but for what a rule touches.</summary>
    [Benchmark]
    public int As_bytes()
    {
        var list = UnreadList.Over(page, plan, askedIndex: 1)!;
        using var buffer = new PooledBuffer(page.Length);
        list.WriteTo(buffer, BaseUrl);
        return buffer.Length;
    }
}
