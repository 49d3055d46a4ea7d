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

    public ResourceReference? Reference { get; init; }

    /// <summary>A client's value in the target's words; <see langword="null"/> when it becomes nothing.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: it cannot be converted; 500: a limit, which is the mapping's fault.</exception>
    public JsonNode? Write(JsonNode? value, string operation)
    {
        if (Mapper is null || value is null) return value;
        try
        {
            return Mapper.ToTarget(value, operation);
        }
        catch (ConversionException fault)
        {
            throw new ScimException(400, ScimType.InvalidValue, $"{Who} could not convert {Client}: {fault.What}.", fault);
        }
        catch (ScriptFailedException fault)
        {
            throw new ScimException(400, ScimType.InvalidValue, $"{Who} could not convert {Client}: its write function {fault.What}.", fault);
        }
        catch (ScriptLimitException fault)
        {
            throw new ScimException(500, null, $"{Who} is at fault, not the request: its write function for {Client} {fault.What}.", fault);
        }
    }

    /// <summary>A target's value in the client's words; <see langword="null"/> when it becomes nothing.</summary>
    /// <exception cref="ScimException">500: the mapping cannot read what the target answered.</exception>
    public JsonNode? Read(JsonNode? value)
    {
        if (Mapper is null || value is null) return value;
        try
        {
            return Mapper.ToClient(value);
        }
        catch (ConversionException fault)
        {
            throw new ScimException(500, null, $"{Who} is at fault, not the request: it could not read {Target}: {fault.What}.", fault);
        }
        catch (ScriptFailedException fault)
        {
            throw new ScimException(500, null, $"{Who} is at fault, not the request: its read function for {Target} {fault.What}.", fault);
        }
        catch (ScriptLimitException fault)
        {
            throw new ScimException(500, null, $"{Who} is at fault, not the request: its read function for {Target} {fault.What}.", fault);
        }
    }

    private string Who => $"The mapping '{Mapping}' (mapping.js line {Line})";
}
