using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Patching;

/// <summary>Limits the cost of one PATCH. Ten thousand operations and fifty thousand values are each allowed; ten thousand
/// operations that each look through fifty thousand values would keep a processor busy for minutes.</summary>
/// <param name="most"><see cref="ScimLimits.PatchSteps"/>.</param>
/// <remarks>A step is a value that is looked at, compared or copied, about 100 ns. <c>members[value eq "…"]</c> takes one step,
/// however long the list is.</remarks>
public sealed class PatchEffort(int most)
{
    /// <summary>Characters of a string that count as one more step, so that copies of a long string cannot make a huge
    /// answer.</summary>
    private const int CharactersAStep = 8;

    private long spent;

    /// <exception cref="ScimException">413: the PATCH exceeds the limit of one request.</exception>
    public void Spend(long steps)
    {
        spent += steps;
        if (spent > most)
            throw ScimException.TooLarge($"The PATCH takes more than {most} steps: its operations, times the values that they look through. Send it in parts, and select values with value eq.");
    }

    /// <summary>The steps that a copy of a value takes.</summary>
    public static long Of(JsonNode? node) => 1 + node switch
    {
        JsonObject members => members.Sum(member => Of(member.Value)),
        JsonArray elements => elements.Sum(Of),
        JsonValue value => value.IsString(out string? text) ? text.Length / CharactersAStep : 0,
        _ => 0,
    };

    /// <summary>The steps that a filter takes for one element or resource.</summary>
    public static long Of(Filter where) => 1 + where switch
    {
        AndFilter and => Of(and.Left) + Of(and.Right),
        OrFilter or => Of(or.Left) + Of(or.Right),
        NotFilter not => Of(not.Operand),
        ValuePathFilter path => Of(path.Where),
        _ => 0,
    };
}
