using System.Text.RegularExpressions;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads <c>errors</c>.</summary>
internal sealed class ErrorRuleReader(FaultList faults, ScriptLimits limits)
{
    private const int MostNames = 8;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public ErrorRule? Read(ScriptNode node)
    {
        if (node is not ScriptMap map)
        {
            faults.Add(
                node.Line,
                $"errors holds {node.Kind}; expected {{ method, status, body, detail, become: {{ status, scimType }} }}.");
            return null;
        }

        var fields = new Fields(map, "errors", faults, "method", "status", "body", "detail", "become");
        var become = new Fields(fields.Map("become"), "errors.become", faults, "status", "scimType");
        var rule = new ErrorRule
        {
            Methods = MethodsOf(fields),
            Status = fields.Integer("status", 200, 599),
            Body = Body(fields),
            Detail = Detail(fields),
            BecomeStatus = Become(fields, become),
            BecomeType = Type(become),
        };
        if (rule.Status < 300 && rule.Body is null && !fields.Has("body"))
            faults.Add(
                fields.LineOf("status"),
                $"errors.status {rule.Status} is a success, and no answer but an error would be left; "
                + "expected a body beside it, such as body: /\"ok\":\\s*false/.");
        if (rule.IsDone) CheckDone(rule, fields, become);
        return rule;
    }

    private int? Become(Fields rule, Fields become)
    {
        if (!become.Has("status"))
        {
            if (rule.Has("become") || !rule.Has("detail") || rule["status"] is ScriptNumber { Value: < 300 })
                faults.Add(
                    rule.LineOf("become"),
                    "errors.become.status is absent; expected the status that the client gets, 400 to 599, or 204 where all is done.");
            return null;
        }

        int? status = become.Integer("status", 200, 599);
        if (status is null or 204 or >= 400) return status;
        faults.Add(
            become.LineOf("status"),
            $"errors.become.status is {status}; expected 400 to 599, or 204: a success that a rule makes has no body.");
        return null;
    }

    /// <summary>A create is answered with an id and a read with a resource, and no rule has one.</summary>
    private void CheckDone(ErrorRule rule, Fields fields, Fields become)
    {
        if (rule.Methods is null && !fields.Has("method"))
            faults.Add(
                become.LineOf("status"),
                "errors.become.status 204 is a success; expected the methods that it is for beside it, such as method: \"DELETE\".");
        if (!fields.Has("status") && !fields.Has("body"))
            faults.Add(
                become.LineOf("status"),
                "errors.become.status 204 is a success, and so would be every error, also 401, 429 and 500; expected a status or a body beside it.");
        foreach (string method in rule.Methods?.Where(method => method is "GET" or "POST") ?? [])
            faults.Add(
                fields.LineOf("method"),
                $"errors.become.status 204 is a success, and a {method} needs a body in its answer, which no rule has; "
                + "expected \"PUT\", \"PATCH\" or \"DELETE\" as method.");
        if (become.Has("scimType"))
            faults.Add(become.LineOf("scimType"), "errors.become.scimType is for errors, and 204 is a success; leave it out.");
        if (fields.Has("detail"))
            faults.Add(fields.LineOf("detail"), "errors.detail is the sentence of an error, and 204 is a success; leave it out.");
    }

    private HashSet<string>? MethodsOf(Fields rule)
    {
        if (!rule.Has("method")) return null;
        var words = rule["method"] is ScriptText one ? [one.Value] : rule.Texts("method") ?? [];
        if (words.Count == 0) rule.Wrong("method", "a method such as \"DELETE\", or a list of them");
        foreach (string word in words.Where(word => !Methods.Contains(word, StringComparer.Ordinal)))
            faults.Add(
                rule.LineOf("method"),
                $"\"{word}\" is no method of a call to a target; {Suggestions.For(word, Methods)}");
        return words.ToHashSet(StringComparer.Ordinal);
    }

    private static List<string>? Detail(Fields rule)
    {
        if (rule.Text("detail") is not { } path) return null;
        string[] names = path.Split('.');
        if (names.Length > MostNames || names.Any(string.IsNullOrWhiteSpace))
            rule.Wrong("detail", $"a path of at most {MostNames} names into the target's JSON body, such as \"error.msg\"");
        return [.. names];
    }

    private ScimType? Type(Fields become)
    {
        if (become.Text("scimType") is not { } word) return null;
        if (ScimTypes.FromWord(word) is { } type) return type;
        faults.Add(
            become.LineOf("scimType"),
            $"\"{word}\" is no scimType; {Suggestions.For(word, [.. Enum.GetValues<ScimType>().Select(ScimTypes.ToWord)])}");
        return null;
    }

    private Regex? Body(Fields rule)
    {
        switch (rule["body"])
        {
            case null:
                return null;
            case ScriptText text:
                return Linear(Regex.Escape(text.Value), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            case ScriptPattern { Regex: { } pattern }:
                return Linear(pattern.ToString(), pattern.Options);
            case ScriptPattern pattern:
                faults.Add(
                    rule.LineOf("body"),
                    $"errors.body has the flags '{pattern.Flags}'; expected none of d, u, v and y."
                );
                return null;
            default:
                rule.Wrong("body", "a regular expression or a string");
                return null;
        }
    }

    /// <summary>Without backtracking where the pattern allows it: then its time grows with the body alone, and no busy machine
    /// ends it.</summary>
    private Regex Linear(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(
                pattern,
                (options & ~(RegexOptions.ECMAScript | RegexOptions.Compiled)) | RegexOptions.NonBacktracking,
                limits.RegexWait
            );
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, limits.RegexWait); // it looks back, or names a group again
        }
    }
}
