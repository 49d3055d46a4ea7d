using System.Text.Json.Nodes;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Mapping.Values;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Mapping.Attributes;

/// <summary>A fault of a conversion or a function, as the client sees it. Its sentence never contains what the function threw,
/// which may contain the value.</summary>
/// <param name="Who">The mapping and the line: "The mapping 'peakon' (mapping.js line 12)".</param>
/// <param name="Function">"write function", "fromTarget function".</param>
/// <param name="What">What it converts: "manager"; <see langword="null"/>: the whole resource.</param>
/// <param name="Value">Its input; it is masked in what the function threw.</param>
internal sealed record FunctionFault(string Who, string Function, string? What, JsonNode? Value)
{
    /// <summary>Characters of a thrown text that are kept.</summary>
    private const int Longest = 500;

    /// <summary>Whether it is one of a conversion's faults.</summary>
    public static bool Is(Exception fault) =>
        fault
            is ConversionException
                or ScriptFailedException
                or ScriptLimitException
                or ScriptRefusedException
                or ScriptInputException;

    /// <summary>The value came from the client.</summary>
    public ScimException OfClient(Exception fault) => fault switch
    {
        ScriptRefusedException => new ScimException(400, ScimType.InvalidValue, fault.Message, fault),
        ScriptInputException input => new ScimException(
            400,
            ScimType.InvalidValue,
            $"{What ?? "The resource"} {input.What}.",
            fault
        ),
        ConversionException conversion => new ScimException(
            400,
            ScimType.InvalidValue,
            $"{Who} could not convert {Subject}: {conversion.What}.",
            fault
        ),
        ScriptFailedException failed => new ScimException(
            400,
            ScimType.InvalidValue,
            $"{Who} could not convert {Subject}: its {Function} {failed.What}.",
            fault
        )
        { Thrown = Masked(failed) },
        _ => OfMapping(fault),
    };

    /// <summary>The value came from the target.</summary>
    public ScimException OfTarget(Exception fault) => fault switch
    {
        ScriptRefusedException => Unreadable($"{Who} refused what the target answered: {fault.Message}", fault),
        ScriptInputException input => Unreadable($"The target's answer cannot be read: {Subject} {input.What}.", fault),
        ConversionException conversion => Unreadable($"{Who} could not read {Subject}: {conversion.What}.", fault),
        ScriptFailedException failed => Unreadable($"{Who} could not read {Subject}: its {Function} {failed.What}.", fault),
        _ => OfMapping(fault),
    };

    private ScimException Unreadable(string detail, Exception fault) => new(502, null, detail, fault)
    {
        Reason = "unreadable value",
        Thrown = Masked(fault as ScriptFailedException),
    };

    private string Subject => What ?? "the resource";

    private ScimException OfMapping(Exception fault)
    {
        if (fault is not ScriptLimitException limit)
            throw new InvalidOperationException($"{fault.GetType().Name} is no fault of a function.");
        return new ScimException(500, null, $"{Who} is at fault, not the request: its {Function}{For} {limit.What}.", fault);
    }

    private string? Masked(ScriptFailedException? failed)
    {
        if (failed?.InnerException?.Message is not { } words) return null;
        string line = string.Concat(words.Take(4 * Longest).Select(character => char.IsControl(character) ? ' ' : character));
        string masked = ValueMask.Of(line, ValueMask.ValuesIn(Value).Take(1000));
        return masked.Length > Longest ? masked[..Longest] + "…" : masked;
    }

    private string For => What is null ? "" : $" for {What}";
}
