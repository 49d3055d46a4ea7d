using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Sandbox.Peakon;

/// <summary>The types that a company's own attributes can have.</summary>
internal enum PeakonType { Option, Date, Number, Employee }

/// <summary>The company's own attributes: free text for names, spaces included, in an extension of their own.</summary>
internal static class PeakonAttributes
{
    public const string Urn = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";

    private const int OptionLength = 256;

    public static IReadOnlyDictionary<string, PeakonType> Types { get; } =
        new OrderedDictionary<string, PeakonType>(StringComparer.Ordinal)
        {
            ["Date of Birth"] = PeakonType.Date,
            ["Business Unit"] = PeakonType.Option,
            ["Department"] = PeakonType.Option,
            ["Job Title"] = PeakonType.Option,
            ["Team"] = PeakonType.Option,
            ["Gender"] = PeakonType.Option,
            ["Weekly Hours"] = PeakonType.Number,
            ["Manager"] = PeakonType.Employee,
        };

    /// <summary>Refuses attributes that the company does not have, and values of another type.</summary>
    /// <param name="extension">The members of the extension.</param>
    /// <param name="exists">Whether there is another employee with that e-mail.</param>
    /// <exception cref="ScimException"><c>invalidValue</c>.</exception>
    public static void Check(JsonObject extension, Func<string, bool> exists)
    {
        foreach (var (name, value) in extension)
        {
            if (!Types.TryGetValue(name, out var type))
                throw ScimException.InvalidValue($"There is no attribute \"{name}\" in {Urn}.");
            if (!Fits(type, value, exists)) throw ScimException.InvalidValue($"\"{name}\" must be {Expected(type)}.");
        }
    }

    private static bool Fits(PeakonType type, JsonNode? value, Func<string, bool> exists) => type switch
    {
        PeakonType.Option => value.IsString(out string? option) && option.Length <= OptionLength,
        PeakonType.Date => CoreUser.IsDate(value),
        PeakonType.Number => value is JsonValue number && number.TryGetValue<long>(out _),
        PeakonType.Employee => value.IsString(out string? email) && exists(email),
        _ => throw new InvalidOperationException($"{type} is no type."),
    };

    private static string Expected(PeakonType type) => type switch
    {
        PeakonType.Option => $"a string of at most {OptionLength} characters",
        PeakonType.Date => "a date, YYYY-MM-DD",
        PeakonType.Number => "an integer",
        PeakonType.Employee => "the e-mail of another employee, who must exist",
        _ => throw new InvalidOperationException($"{type} is no type."),
    };
}
