using System.Globalization;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Tests.Fuzzing;

/// <summary>Whatever comes in at a door, it is read or refused with a <see cref="ScimException"/>. The same inputs each time, a
/// few seconds of them; a longer run by hand has <c>SCIM_FUZZ_ROUNDS</c> inputs a door, others with another
/// <c>SCIM_FUZZ_SEED</c>.</summary>
public sealed class FuzzTests
{
    private static readonly int Rounds = Number("SCIM_FUZZ_ROUNDS", 1_000);

    private static readonly int Seed = Number("SCIM_FUZZ_SEED", 1);

    public static TheoryData<string> Names => [.. Doors.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_input_makes_anything_but_an_answer_or_a_SCIM_fault(string door)
    {
        for (int round = 0; round < Rounds; round++)
        {
            var (shown, enter) = Doors.All[door](new Mutations(new Random(HashCode(Seed, round)), Corpus.Texts, Corpus.Values));
            string? found = Found(enter);
            Assert.True(found is null, $"{door}, SCIM_FUZZ_SEED={Seed}, round {round}: {shown}\n{found}");
        }
    }

    // Not System.HashCode, which is another in each process.
    private static int HashCode(int seed, int round) => unchecked((seed * 1_000_003) + round);

    private static string? Found(Action enter)
    {
        try
        {
            enter();
            return null;
        }
        catch (ScimException fault)
        {
            return fault.Status is 400 or 413 or 502 && fault.Message.Length is > 0 and < 25_000
                ? null
                : $"{fault.Status} {fault.Message.Length} {fault}";
        }
        catch (Exception fault)
        {
            return fault.ToString();
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int number
        ) ? number : otherwise;
}
