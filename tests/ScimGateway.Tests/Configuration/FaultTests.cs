using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;

namespace ScimGateway.Tests.Configuration;

/// <summary>Each file in Faults is a bad config; its lines <c>#! …</c> are the faults that it has, all of them.</summary>
public sealed class FaultTests
{
    private const string Mark = "#! ";

    public static TheoryData<string> Files { get; } =
        new(Directory
            .EnumerateFiles(TestEnvironment.FaultFolder, "*.yaml")
            .Select(file => Path.GetFileName(file)!)
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_bad_config_is_told_all_its_faults(string name)
    {
        string path = Path.Combine(TestEnvironment.FaultFolder, name);
        string[] expected = [.. File.ReadLines(path)
            .Where(line => line.StartsWith(Mark, StringComparison.Ordinal))
            .Select(line => line[Mark.Length..])];

        ConfigException refused = Assert.Throws<ConfigException>(() => GatewayConfigReader.Read(path, TestEnvironment.Variable));

        Assert.NotEmpty(expected);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', refused.Faults.Select(Printed)));
        Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);

        string Printed(ConfigFault fault) => fault.ToString()
            .Replace(path, "gateway.yaml", StringComparison.Ordinal)
            .Replace(TestEnvironment.FaultFolder, "FOLDER", StringComparison.Ordinal);
    }
}
