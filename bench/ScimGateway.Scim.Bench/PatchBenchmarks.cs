using System.Text;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using ScimGateway.Bench.Servers;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Bench;

/// <summary>The PATCH that Entra sends when a user changes department (RFC 7644 section 3.5.2), read and applied.</summary>
[MemoryDiagnoser]
public class PatchBenchmarks
{
    private const string Message = """
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
        {"op":"Replace","path":"emails[type eq \"work\"].value","value":"ana.holm@example.org"},
        {"op":"Replace","path":"name.familyName","value":"Holm"},
        {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Research"},
        {"op":"Replace","path":"active","value":"False"}]}
        """;

    private static readonly ReadingRules Entra = new(
        ResourceType.User, Leniency.MessageCase
            | Leniency.SchemaTypedLiterals
            | Leniency.CreateOnNoMatch
            | Leniency.LooseComplexValues
            | Leniency.RemoveByValue);

    private readonly JsonObject message = Read(Encoding.UTF8.GetBytes(Message));
    private readonly JsonObject user = Read(SampleUsers.One(1));
    private readonly JsonObject other = Read(SampleUsers.One(2));
    private readonly PatchRequest patch;

    public PatchBenchmarks()
    {
        patch = PatchRequest.Parse(message, Entra);
        Apply(); // the nodes read their text when they are first looked at
    }

    [Benchmark]
    public PatchRequest Canonicalise() => PatchRequest.Parse(message, Entra);

    [Benchmark]
    public PatchOutcome Apply() => PatchEngine.Apply(user, patch, Entra);

    [Benchmark]
    public PatchRequest Diff() => PatchDiff.Between(user, other, ResourceType.User);

    private static JsonObject Read(byte[] utf8) => ScimJson.ParseObject(utf8, 64);
}
