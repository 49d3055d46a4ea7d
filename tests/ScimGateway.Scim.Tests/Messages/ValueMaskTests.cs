using ScimGateway.Scim.Messages;

namespace ScimGateway.Scim.Tests.Messages;

public sealed class ValueMaskTests
{
    public static TheoryData<string, string, string> Cases { get; } = Read();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_addresses_and_long_numbers_are_masked(string values, string words, string masked) =>
        Assert.Equal(masked, ValueMask.Of(words, values.Split('|')));

    [Fact]
    public void The_values_of_a_body_are_its_texts_and_numbers_at_any_depth() => Assert.Equal(
        ["ana", "7", "x", "1.5"],
        ValueMask.ValuesIn(System.Text.Json.Nodes.JsonNode.Parse("""{"a":"ana","b":[7,true,null,{"c":"x"}],"d":1.5}"""))
    );

    private static TheoryData<string, string, string> Read()
    {
        var table = new TheoryData<string, string, string>();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Messages/masks.cases")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            string[] parts = line.Split(" => ");
            int end = parts[0].IndexOf("> ", StringComparison.Ordinal);
            table.Add(parts[0][..end].Trim(), parts[0][(end + 2)..], parts[1]);
        }

        return table;
    }
}
