using System.Text.Json.Nodes;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Tests.Scripting;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Bench;

/// <summary>Runs every hostile script of the tests with the gateway's limits, and prints what each costs.</summary>
internal static class HostileScripts
{
    public static void Run(string? part)
    {
        Console.WriteLine("script | CPU ms | MB allocated | outcome\n--- | ---: | ---: | ---");
        foreach (var row in HostileRow.ReadAll(Path.Combine(AppContext.BaseDirectory, "hostile.jsonl")))
        {
            if (part is not null && !row.Name.Contains(part, StringComparison.OrdinalIgnoreCase)) continue;
            // nothing is moved to another thread, so all is counted
            var runner = new Thread(() => Measure(row), 32 * 1024 * 1024);
            runner.Start();
            runner.Join();
        }
    }

    private static void Measure(HostileRow row)
    {
        string outcome;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        var time = Clock.Thread;
        try
        {
            var mapping = Scripts.Compile(row.Mapping);
            (bytes, time) = (GC.GetAllocatedBytesForCurrentThread(), Clock.Thread);
            outcome =
                "gave "
                + mapping.ToTarget(new JsonObject { ["title"] = row.Value }, ScimOperation.Create).Tree["t"]?.ToJsonString();
        }
        catch (MappingException fault)
        {
            outcome = "refused at load: " + fault.Faults[0].Message;
        }
        catch (ScimException fault)
        {
            outcome = $"{fault.Status}: "
                + $"{fault.Message[(fault.Message.IndexOf("function", StringComparison.Ordinal) is >= 0 and var at ? at : 0)..]}";
        }

        Console.WriteLine($"{row.Name} | {(Clock.Thread - time).TotalMilliseconds:F0} | "
            + $"{(GC.GetAllocatedBytesForCurrentThread() - bytes) / 1e6:F1} | "
            + $"{(outcome.Length > 110 ? outcome[..110] : outcome)}");
    }
}
