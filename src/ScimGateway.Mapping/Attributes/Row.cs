using System.Text.Json.Nodes;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Mapping.Values;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Mapping.Attributes;

/// <summary>One row of the attribute table.</summary>
internal sealed record Row
{
    /// <summary>The mapping's name, for faults.</summary>
    public required string Mapping { get; init; }

    public required int Line { get; init; }

    /// <summary>The place in the client's words; <see langword="null"/> for a <c>constant</c>.</summary>
    public Place? Client { get; init; }

    /// <summary>The place in the target's words; <see langword="null"/> for a <c>drop</c>.</summary>
    public Place? Target { get; init; }

    public ValueMapper? Mapper { get; init; }

    public bool Creates { get; init; } = true;

    public bool Updates { get; init; } = true;

    public bool Reads { get; init; } = true;

    /// <summary>What a create or replace carries when the client says nothing, in the client's words.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>What a create or replace always carries, in the target's words.</summary>
    public JsonNode? Constant { get; init; }

    /// <summary>Makes what a create or replace carries when the client says nothing, of its resource.</summary>
    public ScriptFunction? DefaultFunction { get; init; }

    public ResourceReference? Reference { get; init; }

    /// <summary>What the client's resource must be for the row to be written; <see langword="null"/>: anything.</summary>
    public Condition? When { get; init; }

    /// <summary>The client's attributes that the value is made of, where they are not the one that <see cref="Client"/> names:
    /// then that is a place on the way.</summary>
    public Composition? Made { get; init; }

    /// <summary>The row that writes and reads a source, which has no place of its own at the target.</summary>
    public Row? Whole { get; init; }

    /// <summary>The <c>type</c> that elements without one get when they are written.</summary>
    public string? DefaultType { get; init; }

    /// <summary>What the target gets in place of a value that is gone; <see langword="null"/>: the attribute is left
    /// out.</summary>
    public EmptyValue? Empty { get; init; }

    /// <summary>A client's value in the target's words; <see langword="null"/> when it becomes nothing.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: it cannot be converted, or the function refused it; 500: a limit,
    /// which is the mapping's fault.</exception>
    public JsonNode? Write(JsonNode? value, string operation)
    {
        if (Mapper is null || value is null) return value;
        try
        {
            return Mapper.ToTarget(value, operation);
        }
        catch (Exception fault) when (FunctionFault.Is(fault))
        {
            throw Fault("write function", Source, value).OfClient(fault);
        }
    }

    /// <summary>A target's value in the client's words; <see langword="null"/> when it becomes nothing.</summary>
    /// <exception cref="ScimException">500: the mapping cannot read what the target answered; 502: its function refused
    /// it.</exception>
    public JsonNode? Read(JsonNode? value)
    {
        if (Mapper is null || value is null) return value;
        try
        {
            return Mapper.ToClient(value);
        }
        catch (Exception fault) when (FunctionFault.Is(fault))
        {
            throw Fault("read function", Target?.ToString(), value).OfTarget(fault);
        }
    }

    private string? Source => Made is { } made ? string.Join(" and ", made.Sources) : Client?.ToString();

    private FunctionFault Fault(string function, string? what, JsonNode value) =>
        new($"The mapping '{Mapping}' (mapping.js line {Line})", function, what, value);
}
