using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Bench;

/// <summary>What a function, a hook and an engine cost, in CPU time of the thread: one line for each, for alternating runs of two
/// versions.</summary>
internal static class ScriptCosts
{
    // Both versions must understand it: ECMAScript 5.1.
    private const string Script = """
        function shown(resource) { resource.displayName = resource.name.givenName + " " + resource.name.familyName; return resource; }
        target({
          User: {
            attributes: [map("title", "t", { write: function (v) { if (v === "endless") { while (true) { } } return v.toLowerCase().replace(/ /g, "-"); }, read: false })],
          },
          Group: { toTarget: function (group) { return shown(group); } }
        });
        """;

    /// <summary>The first call of a process: the script is loaded, its function called once.</summary>
    public static void Cold()
    {
        Scripts.Compile(Script).ToTarget(Title("Chief Officer"), ScimOperation.Create);
        Print("cold start ms", Environment.CpuUsage.TotalTime.TotalMilliseconds);
    }

    public static void Parts()
    {
        foreach (string body in new[] {
            "v => v",
            "v => v.toLowerCase()",
            "v => v.replace(/ /g, '-')",
            "v => v.replace(' ', '-')",
            "v => v + '-' + v",
            "v => `${v}-${v}`",
            "v => v.substring(0, 3)",
            "v => ({ value: v })",
            "v => [v]",
            "v => v.split(' ').map(x => x[0]).join('')",
        })
        {
            var mapping = Scripts.Compile(
                $"target({{ User: {{ attributes: [map('title', 't', {{ read: false, write: {body} }})] }} }});"
            );
            Measure(body, 50_000, () => mapping.ToTarget(Title("Chief Officer"), ScimOperation.Create));
        }
    }

    public static void Warm()
    {
        var users = Scripts.Compile(Script);
        var hook = Scripts.CompileSecond(Script);
        var resource = Resource();
        Measure("function on a string", 50_000, () => users.ToTarget(Title("Chief Officer"), ScimOperation.Create));
        Measure("hook over 1.7 KB", 10_000, () => hook.ToTarget((JsonObject)resource.DeepClone(), ScimOperation.Create));
        Measure("copy of 1.7 KB alone", 10_000, () => resource.DeepClone());
        Engines(users);
    }

    // An engine that broke a limit is thrown away: the next call makes a new one.
    private static void Engines(ResourceMapping mapping)
    {
        var costs = new List<double>();
        for (int i = 0; i < 60; i++)
        {
            try
            {
                mapping.ToTarget(Title("endless"), ScimOperation.Create);
            }
            catch (ScimException)
            {
                var began = Clock.Thread;
                mapping.ToTarget(Title("x"), ScimOperation.Create);
                costs.Add((Clock.Thread - began).TotalMicroseconds);
            }
        }

        Print("engine µs", costs.Skip(20).Order().ElementAt(20));
    }

    private static void Measure(string what, int calls, Action call)
    {
        for (int i = 0; i < calls / 2; i++) call();
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        var began = Clock.Thread;
        for (int i = 0; i < calls; i++) call();
        Print(what + " µs", (Clock.Thread - began).TotalMicroseconds / calls);
        Print(what + " bytes", (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)calls);
    }

    private static void Print(string what, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}\t{value:F2}"));

    private static JsonObject Title(string title) => new() { ["title"] = title };

    private static JsonObject Resource() => new()
    {
        ["id"] = "2819c223-7f76-453a-919d-413861904646",
        ["name"] = new JsonObject { ["givenName"] = "Ana", ["familyName"] = "Lee" },
        ["members"] = new JsonArray([.. Enumerable.Range(0, 20).Select(i => new JsonObject {
            ["value"] = $"user-{i}-2819c223-7f76",
            ["display"] = $"Member {i}",
            ["type"] = "User",
        })]),
    };
}
