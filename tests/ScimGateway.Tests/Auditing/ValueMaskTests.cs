using ScimGateway.Scim.Messages;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Auditing;

public sealed class ValueMaskTests
{
    public static TheoryData<string, string, string> Cases { get; } = Read();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_addresses_and_long_numbers_are_masked(string values, string words, string masked) =>
        Assert.Equal(masked, ValueMask.Of(words, values.Split('|')));

    private static TheoryData<string, string, string> Read()
    {
        var table = new TheoryData<string, string, string>();
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tests/ScimGateway.Tests/Auditing/masks.cases")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            string[] parts = line.Split(" => ");
            int end = parts[0].IndexOf("> ", StringComparison.Ordinal);
            table.Add(parts[0][..end].Trim(), parts[0][(end + 2)..], parts[1]);
        }

        return table;
    }
}
