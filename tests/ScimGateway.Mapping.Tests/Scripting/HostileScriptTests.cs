using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests.Scripting;

/// <summary>Scripts that loop, grow, recurse or reach out: each gives a JSON value or is refused, within its memory, and the
/// process lives. What each costs in CPU time, <c>bench/ScimGateway.Mapping.Bench hostile</c> prints.</summary>
public sealed class HostileScriptTests
{
    private const int Large = 32 * 1024 * 1024; // nothing is moved to another thread, so all memory is counted
    private const int Small = 1024 * 1024; // .NET gives 1.5 MB to the threads of its pool
    private const long MostBytes = 64 * 1000 * 1000;

    public static TheoryData<string> Names => [.. Rows.Keys];

    private static IReadOnlyDictionary<string, HostileRow> Rows { get; } =
        HostileRow.ReadAll(Path.Combine(AppContext.BaseDirectory, "Scripting/hostile.jsonl")).ToDictionary(row => row.Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_script_gives_a_value_or_is_refused_within_its_memory(string name)
    {
        var row = Rows[name];
        var (outcome, bytes) = OnStack(Large, () => Run(row));

        Assert.InRange(bytes, 0, MostBytes);
        if (row.Gives is not null) Assert.Equal(row.Gives, outcome);
        if (row.Refused is not null) Assert.Equal(row.Refused == "limit" ? "500" : "400", outcome);
        Assert.Equal(outcome.Split(':')[0], OnStack(Small, () => Run(row)).Outcome.Split(':')[0]);
    }

    [Theory]
    [InlineData("deep, and well: walk 60")]
    [InlineData("nested brackets in the text")]
    [InlineData("natives in natives: Array.from, caught")]
    [InlineData("nested in the text: pattern 60")]
    [InlineData("a circle of functions: destructured value, spread")]
    public void A_thread_whose_stack_is_too_small_for_scripts_gets_the_same_answer(string name) =>
        Assert.Equal(OnStack(Large, () => Run(Rows[name])).Outcome, OnStack(256 * 1024, () => Run(Rows[name])).Outcome);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{a:", "}")]
    [InlineData("`${", "}`")]
    [InlineData("f(", ")")]
    [InlineData("a[", "]")]
    [InlineData("(a => ", ")(1)")]
    public void Brackets_are_read_to_one_depth_on_any_stack(string open, string close)
    {
        foreach (int size in (int[])[Large, Small, 256 * 1024])
        {
            string beside = string.Join('+', Enumerable.Repeat(open + "1" + close, 150));
            Assert.DoesNotContain("nested", Loaded(size, $"[{string.Join(',', Enumerable.Repeat(beside, 3))}]"), StringComparison.Ordinal);
            Assert.DoesNotContain("nested", Loaded(size, Nested(60)), StringComparison.Ordinal);
            Assert.Contains("it is nested deeper than 200 levels", Loaded(size, Nested(201)), StringComparison.Ordinal);
            Assert.Contains("it is nested deeper than 200 levels", Loaded(size, Nested(9000)), StringComparison.Ordinal);
        }

        string Nested(int times) =>
            string.Concat(Enumerable.Repeat(open, times)) + "1" + string.Concat(Enumerable.Repeat(close, times));
    }

    [Fact]
    public void After_a_hostile_script_the_same_mapping_serves_the_next_value()
    {
        var mapping = Mappings.User(
            """map("title", "t", { write: v => { if (v === "bad") while (true); return v.toUpperCase(); }, read: false })"""
        );

        Assert.Equal(500, Assert
            .Throws<ScimException>(() => mapping.ToTarget(Mappings.Json("""{"title":"bad"}"""), ScimOperation.Create))
            .Status);
        Mappings.Same("""{"t":"FINE"}""", mapping.ToTarget(Mappings.Json("""{"title":"fine"}"""), ScimOperation.Create));
    }

    [Fact]
    public async Task Sixteen_threads_at_once_get_each_its_own_answers_and_its_own_limits()
    {
        var mapping = Mappings.User("""
            map("title", "t", { read: false, write: v => {
              const deep = n => n === 0 ? v : [n].map(m => deep(m - 1))[0];
              if (v.startsWith("endless")) for (;;);
              if (v.startsWith("thrown")) throw new Error(v);
              return v.startsWith("deep") ? deep(50) : v.replace(/(\d+)/, "<$1>");
            } })
            """);
        using var together = new Barrier(16);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (int call = 0; call < 25; call++)
                {
                    together.SignalAndWait();
                    Assert.Equal($"value <{thread}{call}>", Called(mapping, $"value {thread}{call}"));
                    Assert.Equal($"deep {thread}{call}", Called(mapping, $"deep {thread}{call}"));
                    Assert.Contains(
                        "ran more statements than it may",
                        Called(mapping, $"endless {thread}"),
                        StringComparison.Ordinal
                    );
                    Assert.Contains(
                        "threw an error (Error, line 5)",
                        Called(mapping, $"thrown {thread}"),
                        StringComparison.Ordinal
                    );
                }
            },
            TaskCreationOptions.LongRunning)));
    }

    private static string Called(ResourceMapping mapping, string title)
    {
        try
        {
            return mapping.ToTarget(new JsonObject { ["title"] = title }, ScimOperation.Create).Tree["t"]!.GetValue<string>();
        }
        catch (ScimException fault)
        {
            return fault.Message;
        }
    }

    private static string Loaded(int stack, string expression) => OnStack(
        stack,
        () => Run(new HostileRow("", $"function f(v) {{ const a = []; return {expression}; }}", "x", null, null))).Outcome;

    private static (string Outcome, long Bytes) OnStack(int size, Func<(string Outcome, long Bytes)> run)
    {
        (string, long) result = ("", 0);
        Exception? failed = null; // thrown on a thread of its own, it would end the process, as what is looked for does
        var runner = new Thread(() => failed = Record.Exception(() => result = run()), size);
        runner.Start();
        runner.Join();
        if (failed is not null) ExceptionDispatchInfo.Throw(failed);
        return result;
    }

    private static (string Outcome, long Bytes) Run(HostileRow row)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string outcome;
        try
        {
            var mapping = Mappings.Compile(row.Mapping).At("/Users")!;
            before = GC.GetAllocatedBytesForCurrentThread();
            outcome =
                mapping.ToTarget(new JsonObject { ["title"] = row.Value }, ScimOperation.Create).Tree["t"]?.ToJsonString()
                ?? "null";
        }
        catch (MappingException fault)
        {
            Assert.All(fault.Faults, found => Assert.EndsWith(".", found.Message, StringComparison.Ordinal));
            outcome = "at load: " + string.Join(' ', fault.Faults.Select(found => found.Message));
        }
        catch (ScimException fault)
        {
            Assert.StartsWith("The mapping 'acme' (mapping.js line ", fault.Message, StringComparison.Ordinal);
            outcome = fault.Status.ToString();
        }

        return (outcome, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
