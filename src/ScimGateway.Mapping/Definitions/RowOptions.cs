using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads what a row's options say besides its conversion: when it is written and read, and what stands in for no
/// value.</summary>
internal sealed class RowOptions(ResourceType type, FaultList faults)
{
    public (bool Creates, bool Updates, bool Reads) When(ScriptRow row, Fields options)
    {
        bool readOnly = options.Flag("readOnly") ?? false;
        string? on = options.Text("on");
        if (on is not (null or "create" or "update")) options.Wrong("on", "\"create\" or \"update\"");
        bool never = options["read"] is ScriptFlag { Value: false };
        if (options.Has("read") && options["read"] is not (ScriptFlag or ScriptFunction))
            options.Wrong("read", "a function, false, or true for a value that is read back as it is");
        if (options.Has("write") && options["write"] is not ScriptFunction)
            options.Wrong("write", "a function; for a row that is never written say readOnly: true");
        bool oneWay = options["write"] is ScriptFunction && !options.Has("read");
        if (oneWay && !readOnly && on is null)
            faults.Add(row.Line, $"{options.What} cannot be read back: it has a write function and no read function. Add one, or read: true for a value that is read back as it is, or read: false.");
        if (options["read"] is ScriptFunction && !options.Has("write") && !readOnly)
            faults.Add(row.Line, $"{options.What} has a read function and no write function. Add one, or readOnly: true.");
        return (!readOnly && on != "update", !readOnly && on != "create", !never && !(oneWay && on is not null));
    }

    public static EmptyValue? Empty(Fields options)
    {
        switch (options["empty"])
        {
            case null:
                return options.IsNull("empty") ? new EmptyValue(null) : null;
            case ScriptText { Value: "" } or ScriptList { Items.Count: 0 }:
                return new EmptyValue(ScriptNodes.ToJson(options["empty"]!));
            default:
                options.Wrong("empty", "null, \"\" or []: what says to the target that there is no value");
                return null;
        }
    }

    public string? DefaultType(Fields options, Place client, AttributeDefinition? definition)
    {
        if (options.Text("defaultType") is not { } given) return null;
        if (given.Length == 0) options.Wrong("defaultType", "a type such as \"work\"");
        if (
            client is { Where: null, Path.SubName: null }
            && definition is { MultiValued: true, Type: AttributeType.Complex } or null
        )
            return given;
        faults.Add(
            options.LineOf("defaultType"),
            $"{options.What} has a defaultType, and {client} is no list of elements with a type."
        );
        return null;
    }

    private bool IsUnknown(AttributePath path) => path.Schema is null && type.Find(path) is null;

    /// <summary>The condition of a row that need not be written: what a resource must have is written always.</summary>
    public Condition? Condition(Fields options, Place client)
    {
        if (options.Has("when") && client.Where is null && type.Find(client.Path) is { Required: true })
            faults.Add(
                options.LineOf("when"),
                $"{options.What} has a condition, and every {type.Name} must have {client}. Leave out when."
            );
        return Condition(options);
    }

    public Condition? Condition(Fields options)
    {
        if (options.Text("when") is not { } text) return null;
        try
        {
            var filter = Filter.Parse(text, new ReadingRules(type));
            if (filter.Paths.FirstOrDefault(IsUnknown) is { } unknown)
                faults.Add(
                    options.LineOf("when"),
                    $"{options.What}.when asks for {unknown}, which no {type.Name} has"
                    + Suggestions.End(unknown.Name, type.Schema.Attributes.Select(known => known.Name)));
            return new Condition(filter, type);
        }
        catch (ScimException fault)
        {
            faults.Add(options.LineOf("when"), $"{options.What}.when is no filter over the client's attributes. {fault.Message}");
            return null;
        }
    }
}
