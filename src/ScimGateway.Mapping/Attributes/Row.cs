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

    /// <summary>The default of a create or replace in which the client sends nothing, in the client's words.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>What a create or replace always carries, in the target's words.</summary>
    public JsonNode? Constant { get; init; }

    /// <summary>Computes the default of a create or replace from its resource, if the client sends nothing.</summary>
    public ScriptFunction? DefaultFunction { get; init; }

    public ResourceReference? Reference { get; init; }

    /// <summary>The condition on the client's resource for the row to be written; <see langword="null"/>: none.</summary>
    public Condition? When { get; init; }

    /// <summary>The client's attributes that the value is made of, if they are not the one that <see cref="Client"/> names, which
    /// is a temporary place then.</summary>
    public Composition? Made { get; init; }

    /// <summary>The row that writes and reads a source, which has no place of its own at the target.</summary>
    public Row? Whole { get; init; }

    /// <summary>The <c>type</c> that elements without one get when they are written.</summary>
    public string? DefaultType { get; init; }

    /// <summary>The value that the target gets when the value is removed; <see langword="null"/>: the attribute is left
    /// out.</summary>
    public EmptyValue? Empty { get; init; }

    /// <summary>Whether it only says that a list or attribute names resources by their ids: nothing is renamed or
    /// converted.</summary>
    public bool IsDeclaration => Reference is { IsById: true }
        && Client!.ToString() == Target?.ToString()
        && this == new Row { Mapping = Mapping, Line = Line, Client = Client, Target = Target, Reference = Reference };

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

    /// <summary>A target's value in the client's words; <see langword="null"/> when nothing is left of it.</summary>
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
