using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Bench;

/// <summary>Runs every hostile script of the tests with the gateway's limits, and prints what each costs.</summary>
internal static class HostileScripts
{
    public static void Run(string? part)
    {
        Console.WriteLine("script | CPU ms | MB allocated | outcome\n--- | ---: | ---: | ---");
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "hostile.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            string name = row.RootElement.GetProperty("name").GetString()!;
            if (part is not null && !name.Contains(part, StringComparison.OrdinalIgnoreCase)) continue;
            var runner = new Thread(() => Measure(name, row.RootElement), 1024 * 1024); // a stack smaller than any that .NET gives
            runner.Start();
            runner.Join();
        }
    }

    private static void Measure(string name, JsonElement row)
    {
        int times = row.TryGetProperty("times", out var given) ? given.GetInt32() : 1;
        string value = string.Concat(Enumerable.Repeat(row.GetProperty("value").GetString(), times));
        string outcome;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        var time = Clock.Thread;
        try
        {
            var mapping = Scripts.Compile(row.GetProperty("script").GetString() + "\ntarget({ User: { attributes: [ map(\"title\", \"t\", { write: f, read: false }) ] } });");
            (bytes, time) = (GC.GetAllocatedBytesForCurrentThread(), Clock.Thread);
            outcome = "gave " + mapping.ToTarget(new JsonObject { ["title"] = value }, ScimOperation.Create)["t"]?.ToJsonString();
        }
        catch (MappingException fault)
        {
            outcome = "refused at load: " + fault.Faults[0].Message;
        }
        catch (ScimException fault)
        {
            outcome = $"{fault.Status}: {fault.Message[(fault.Message.IndexOf("function", StringComparison.Ordinal) is >= 0 and var at ? at : 0)..]}";
        }

        Console.WriteLine($"{name} | {(Clock.Thread - time).TotalMilliseconds:F0} | {(GC.GetAllocatedBytesForCurrentThread() - bytes) / 1e6:F1} | {(outcome.Length > 110 ? outcome[..110] : outcome)}");
    }
}
