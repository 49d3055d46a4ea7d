using System.Globalization;
using System.Text;
using ScimGateway.Scim.Tests.Fuzzing;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>How long a fuzz test runs, and with which inputs: the same each time; a longer run by hand has
/// <c>SCIM_FUZZ_ROUNDS</c> rounds, others with another <c>SCIM_FUZZ_SEED</c>.</summary>
internal static class Fuzz
{
    public static int Rounds { get; } = Number("SCIM_FUZZ_ROUNDS", 400);

    /// <summary>A run ends with so many.</summary>
    public const int MostFaults = 10;

    public static int Seed { get; } = Number("SCIM_FUZZ_SEED", 1);

    /// <summary>Not System.HashCode, which is another in each process.</summary>
    public static Mutations Of(int round) => new(new Random(unchecked((Seed * 1_000_003) + round)), Seeds.Texts, Seeds.Values);

    public static T? PickOrNone<T>(this Mutations mutations, IReadOnlyList<T> several)
        where T : class => several.Count == 0 ? null : mutations.Pick(several);

    public static bool OneIn(this Mutations mutations, int several) => mutations.Next(several) == 0;

    /// <summary>All that is needed to see what went wrong in a round, and to have it again.</summary>
    /// <param name="between">What the gateway and the target said to each other.</param>
    public static string Report(
        int round,
        string fault,
        FuzzRequest request,
        string between,
        FuzzAnswer? answer,
        TestGateway gateway
    ) => $"""
        SCIM_FUZZ_SEED={Seed}, round {round}: {fault}
        {Shown(request.Bytes)}

        {between}

        {answer?.Status} {Shown(answer?.Body)}
        {string.Join('\n', gateway.LogLines.TakeLast(3))}
        """;

    /// <summary>Bytes as they can be read and sent again: what is not printable ASCII is escaped.</summary>
    public static string Shown(ReadOnlySpan<byte> bytes)
    {
        var shown = new StringBuilder();
        foreach (byte one in bytes)
            shown.Append(one is (>= 32 and < 127) or (byte)'\n' ? ((char)one).ToString() : one == '\r' ? "" : $"\\x{one:x2}");
        return shown.ToString();
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int number
        ) ? number : otherwise;
}
