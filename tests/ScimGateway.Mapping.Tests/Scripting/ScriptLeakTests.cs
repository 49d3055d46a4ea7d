using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Tests.Scripting;

/// <summary>One engine serves many clients: what a function sees never depends on the calls before, or the script is refused with
/// its line.</summary>
public sealed class ScriptLeakTests
{
    public static TheoryData<string> Names => [.. Rows.Keys];

    private static IReadOnlyDictionary<string, JsonElement> Rows { get; } =
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Scripting/leaks.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(row => row.GetProperty("name").GetString()!);

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_passes_from_one_call_to_the_next(string name)
    {
        var row = Rows[name];
        string script = $"{row.GetProperty("atLoad").GetString()}\ntarget({{ User: {{ attributes: [map(\"title\", \"t\", {{ read: false, write: function (v, context) {{\n{row.GetProperty("write").GetString()}\n}} }})] }} }});";
        ResourceMapping mapping;
        try
        {
            mapping = Mappings.Compile(script).At("/Users")!;
        }
        catch (MappingException refused)
        {
            Assert.All(refused.Faults, fault => Assert.InRange(fault.Line, 1, 4));
            return;
        }

        string first = Call(mapping, "first"), second = Call(mapping, "second"), third = Call(mapping, "first");
        Assert.Equal(first, second);
        Assert.Equal(first, third);
        Assert.DoesNotContain("first", second, StringComparison.Ordinal);
    }

    private static string Call(ResourceMapping mapping, string value)
    {
        try
        {
            return mapping.ToTarget(new JsonObject { ["title"] = value }, ScimOperation.Create).Tree.ToJsonString();
        }
        catch (ScimException fault)
        {
            return fault.Message;
        }
    }
}
