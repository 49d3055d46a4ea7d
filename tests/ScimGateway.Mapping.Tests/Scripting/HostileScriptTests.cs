using System.Text.Json;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests.Scripting;

/// <summary>Scripts that loop, grow, recurse or reach out: each gives a JSON value or is refused, within its memory, and the process lives.
/// What each costs in CPU time, <c>bench/ScimGateway.Mapping.Bench hostile</c> prints.</summary>
public sealed class HostileScriptTests
{
    // The smallest stack that .NET gives to a thread (musl).
    private const int Stack = 1536 * 1024;
    private const long MostBytes = 64 * 1000 * 1000;

    public static TheoryData<string> Names => [.. Rows.Keys];

    private static IReadOnlyDictionary<string, JsonElement> Rows { get; } = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Scripting/hostile.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(row => row.GetProperty("name").GetString()!);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_script_gives_a_value_or_is_refused_within_its_memory(string name)
    {
        var row = Rows[name];
        (string outcome, long bytes) = ("nothing", 0);
        var runner = new Thread(() => (outcome, bytes) = Run(row), Stack);
        runner.Start();
        runner.Join();

        Assert.InRange(bytes, 0, MostBytes);
        if (row.TryGetProperty("gives", out var gives)) Assert.Equal(gives.GetRawText(), outcome);
        if (row.TryGetProperty("refused", out var refused)) Assert.Equal(refused.GetString() == "limit" ? "500" : "400", outcome);
        Assert.NotEqual("nothing", outcome);
    }

    [Fact]
    public void After_a_hostile_script_the_same_mapping_serves_the_next_value()
    {
        var mapping = Mappings.User("""map("title", "t", { write: v => { if (v === "bad") while (true); return v.toUpperCase(); }, read: false })""");

        Assert.Equal(500, Assert.Throws<ScimException>(() => mapping.ToTarget(Mappings.Json("""{"title":"bad"}"""), ScimOperation.Create)).Status);
        Mappings.Same("""{"t":"FINE"}""", mapping.ToTarget(Mappings.Json("""{"title":"fine"}"""), ScimOperation.Create));
    }

    private static (string Outcome, long Bytes) Run(JsonElement row)
    {
        string value = string.Concat(Enumerable.Repeat(row.GetProperty("value").GetString(), row.TryGetProperty("times", out var times) ? times.GetInt32() : 1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        string outcome;
        try
        {
            var mapping = Mappings.Compile(row.GetProperty("script").GetString() + "\ntarget({ User: { attributes: [map(\"title\", \"t\", { write: f, read: false })] } });").At("/Users")!;
            var asked = Mappings.Json("{}");
            asked["title"] = value;
            before = GC.GetAllocatedBytesForCurrentThread();
            outcome = mapping.ToTarget(asked, ScimOperation.Create)["t"]?.ToJsonString() ?? "null";
        }
        catch (MappingException fault)
        {
            Assert.All(fault.Faults, found => Assert.EndsWith(".", found.Message, StringComparison.Ordinal));
            outcome = "at load";
        }
        catch (ScimException fault)
        {
            Assert.StartsWith("The mapping 'acme' (mapping.js line ", fault.Message, StringComparison.Ordinal);
            outcome = fault.Status.ToString();
        }

        return (outcome, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
