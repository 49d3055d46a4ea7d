using System.Text.RegularExpressions;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads <c>errors</c>.</summary>
internal sealed class ErrorRuleReader(FaultList faults, ScriptLimits limits)
{
    public ErrorRule? Read(ScriptNode node)
    {
        if (node is not ScriptMap map)
        {
            faults.Add(node.Line, $"errors holds {node.Kind}; expected {{ status, body, become: {{ status, scimType }} }}.");
            return null;
        }

        var rule = new Fields(map, "errors", faults, "status", "body", "become");
        var become = new Fields(rule.Map("become"), "errors.become", faults, "status", "scimType");
        int? status = become.Integer("status", 400, 599);
        if (!become.Has("status")) faults.Add(rule.LineOf("become"), "errors.become.status is absent; expected the status that the client gets, 400 to 599.");
        string? word = become.Text("scimType");
        if (word is not null && ScimTypes.FromWord(word) is null)
            faults.Add(become.LineOf("scimType"), $"'{word}' is no scimType.{Spelling.Remedy(word, Enum.GetValues<ScimType>().Select(ScimTypes.ToWord))}");
        var body = Body(rule);
        int? answered = rule.Integer("status", 200, 599);
        if (answered < 300 && !rule.Has("body"))
            faults.Add(rule.LineOf("status"), $"errors.status {answered} is a success, and no answer but an error would be left; expected a body beside it, such as body: /\"ok\":\\s*false/.");
        return status is null ? null : new ErrorRule(answered, body, status.Value, ScimTypes.FromWord(word));
    }

    private Regex? Body(Fields rule)
    {
        switch (rule["body"])
        {
            case null: return null;
            case ScriptText text: return Linear(Regex.Escape(text.Value), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            case ScriptPattern { Regex: { } pattern }: return Linear(pattern.ToString(), pattern.Options);
            case ScriptPattern pattern:
                faults.Add(rule.LineOf("body"), $"errors.body has the flags '{pattern.Flags}'; expected none of d, u, v and y.");
                return null;
            default:
                rule.Wrong("body", "a regular expression or a string");
                return null;
        }
    }

    /// <summary>Without backtracking where the pattern allows it: then its time grows with the body alone, and no busy machine ends it.</summary>
    private Regex Linear(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, (options & ~(RegexOptions.ECMAScript | RegexOptions.Compiled)) | RegexOptions.NonBacktracking, limits.RegexWait);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, limits.RegexWait); // it looks back, or names a group again
        }
    }
}
