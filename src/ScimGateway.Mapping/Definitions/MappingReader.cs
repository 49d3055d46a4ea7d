using System.Buffers;
using System.Collections.Frozen;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Mapping.Scripting;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads the object that a script gave to <c>target(…)</c>.</summary>
internal sealed class MappingReader(ScriptSource source, ScriptLimits limits, ScriptPool scripts, string hash)
{
    /// <summary>The characters of a header's name and of a media type (RFC 9110 section 5.6.2).</summary>
    private static readonly SearchValues<char> InToken = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    );

    /// <summary>What the gateway, or HTTP itself, says of each call.</summary>
    private static readonly FrozenSet<string> OfTheGateway = new[] {
        "Authorization",
        "Host",
        "Content-Length",
        "Content-Type",
        "Transfer-Encoding",
        "Connection",
        "Accept",
        "Accept-Encoding",
        "If-Match",
        "X-Correlation-Id",
    }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly FaultList faults = new(source.File);

    /// <exception cref="MappingException">All faults.</exception>
    public TargetMapping Read(IReadOnlyList<(int Line, ScriptNode Definition)> targets)
    {
        var root = Root(targets);
        var resources = new List<ResourceMapping>();
        foreach (var type in new[] { ResourceType.User, ResourceType.Group })
            if (root.Map(type.Name) is { } map) resources.Add(Resource(type, map, root));
        if (!root.Has("User") && !root.Has("Group"))
            faults.Add(root.Line, "target names no resource type; expected User: { … }, Group: { … } or both.");
        CheckMembersOfUsers(resources, root);
        var rules = (root.List("errors") ?? []).Select(new ErrorRuleReader(faults, limits).Read).OfType<ErrorRule>().ToList();
        var headers = Headers(root);
        string media = root.Text("mediaType") ?? "application/scim+json";
        if (media.Split('/') is not [var kind, var format] || !IsToken(kind) || !IsToken(format))
            root.Wrong("mediaType", "a media type such as \"application/json\"");
        faults.Throw();
        return new TargetMapping
        {
            Name = source.Name,
            Hash = hash,
            Resources = resources,
            Errors = rules,
            Headers = headers,
            MediaType = media,
        };
    }

    private Fields Root(IReadOnlyList<(int Line, ScriptNode Definition)> targets)
    {
        if (targets.Count == 0) faults.Add(0, "The script never calls target({ … }); expected it once.");
        foreach (var (line, _) in targets.Skip(1))
            faults.Add(line, $"target is called a second time; it stands on line {targets[0].Line} already.");
        if (targets.Count > 0 && targets[0].Definition is not ScriptMap)
            faults.Add(targets[0].Line, $"target's argument is {targets[0].Definition.Kind}; expected an object.");
        faults.Throw();
        return new Fields(
            (ScriptMap)targets[0].Definition,
            "target",
            faults,
            "can",
            "create",
            "merge",
            "deactivate",
            "headers",
            "mediaType",
            "User",
            "Group",
            "errors"
        );
    }

    private ResourceMapping Resource(ResourceType type, ScriptMap map, Fields root)
    {
        var fields = new Fields(
            map,
            type.Name,
            faults,
            "path",
            "can",
            "create",
            "merge",
            "deactivate",
            "attributes",
            "only",
            "toTarget",
            "fromTarget"
        );
        var reader = new RowReader(source.Name, type, scripts, faults);
        var rows = Parted((fields.List("attributes") ?? []).SelectMany(reader.Read).ToList(), reader);
        bool only = fields.Flag("only") ?? false;
        if (only)
        {
            var drops = OnlyNamed.Drops(TypeReader.Extended(type, rows), rows, source.Name, fields.LineOf("only"));
            OnlyNamed.Check(type, drops, fields.LineOf("only"), faults);
            rows.AddRange(drops);
        }

        TableCheck.Run(rows, faults);
        foreach (var row in rows)
            if (row.Reference is { } reference && !root.Has(reference.Type))
                faults.Add(row.Line, $"{row.Client} refers to a {reference.Type}, of which the mapping says nothing. Write {reference.Type}: {{}} beside {type.Name}.");
        string path = fields.Text("path") ?? type.Endpoint;
        if (!IsEndpoint(path)) fields.Wrong("path", "a path such as \"/Users\", without a query and encoded as in a URL");
        var toTarget = fields.Function("toTarget");
        var fromTarget = fields.Function("fromTarget");
        var extended = TypeReader.Extended(type, rows);
        // What only declares a reference costs nothing, unless it is among what is let through.
        List<Row> table = only ? rows : [.. rows.Where(row => !row.IsDeclaration)];
        bool changes = table.Count > 0 || toTarget is not null || fromTarget is not null;
        var mapping = new ResourceMapping
        {
            Type = extended,
            Path = path,
            Can = Capabilities(extended, rows, root, fields),
            References = [.. rows.Select(row => row.Reference).OfType<ResourceReference>().DistinctBy(one => one.Path)],
            Declarations = [.. rows.Except(table)],
            Table = changes ? new ResourceTable(source.Name, table)
            {
                Scripts = scripts,
                ToTargetHook = toTarget,
                FromTargetHook = fromTarget,
                Only = only ? new NamedOnly(rows, extended) : null,
            } : null,
        };
        if (mapping.Can.Delete == DeleteStyle.Deactivate
            && mapping.Unwritten(ScimOperation.Replace).Any(unwritten => unwritten.Name == "active"))
            faults.Add(map.Line, $"A {type.Name} is deleted by active: false (can.delete), which no row writes in every case. Write active: map(\"active\", …).");
        return mapping;
    }

    // Rows of one attribute that each have a condition: the first moves it, the others take copies.
    private static List<Row> Parted(List<Row> rows, RowReader reader)
    {
        var seen = new HashSet<Place>();
        return rows.ConvertAll(row =>
            row is { Client: { } client, Target: { } target, When: not null, Made: null }
            && !seen.Add(client)
            && rows.TrueForAll(other => !client.Equals(other.Client) || other.When is not null)
                ? reader.Copy(row, target)
                : row);
    }

    private TargetCapabilities Capabilities(ResourceType type, List<Row> rows, Fields root, Fields own)
    {
        var can = new CapabilityReader(rows, faults).Read(root, own);
        (string Word, string Needs)? style = can.Delete switch
        {
            DeleteStyle.Deactivate => ("deactivate", "active"),
            DeleteStyle.Empty => ("empty", "members"),
            _ => null,
        };
        if (style is not { } delete || type.Schema.Find(delete.Needs) is not null) return can;
        if (own.Map("can")?.Members.FirstOrDefault(member => member.Key == "delete") is { Value: { } said })
            faults.Add(said.Line, $"can.delete is '{delete.Word}', but a {type.Name} has no {delete.Needs}.");
        return can with { Delete = DeleteStyle.Delete }; // what is said of all types is said of those that have it
    }

    /// <summary>Members that are found at users take users that can be asked for their groups.</summary>
    private void CheckMembersOfUsers(List<ResourceMapping> resources, Fields root)
    {
        if (!resources.Exists(resource => resource.Can.MembersOfUsers && resource.Type.Name == ResourceType.Group.Name)) return;
        var users = resources.Find(resource => resource.Type.Name == ResourceType.User.Name);
        var filter = new ComparisonFilter(
            new AttributePath(null, "groups", "value"),
            ComparisonOperator.Eq,
            FilterLiteral.Of("1")
        );
        if (users is { Can.List: true } && Understands(users, filter)) return;
        int line =
            (root.Map("Group")?.Members ?? []).FirstOrDefault(member => member.Key == "can").Value?.Line ?? root.LineOf("can");
        faults.Add(
            line,
            "can.members says via: \"users\", but the target's users cannot be asked for groups.value eq; "
            + "name groups.value in User.can.filters.attributes, or leave members out.");
    }

    private static bool Understands(ResourceMapping users, Filter filter)
    {
        try
        {
            return users.Can.Filters.Understands(users.ToTarget(filter));
        }
        catch (ScimException)
        {
            return false; // no row has a place for it
        }
    }

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(InToken);

    // It is sent as it stands.
    private static bool IsEndpoint(string path) =>
        path.StartsWith('/')
        && !path.EndsWith('/')
        && Uri.TryCreate("http://target" + path, UriKind.Absolute, out var url)
        && url.AbsolutePath == path;

    private Dictionary<string, string> Headers(Fields root)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, node) in root.Map("headers")?.Members ?? [])
        {
            if (OfTheGateway.Contains(name))
                faults.Add(node.Line, $"headers['{name}'] is the gateway's own; credentials stand under auth in gateway.yaml.");
            else if (!IsToken(name))
                faults.Add(node.Line, $"headers['{name}'] is no name of an HTTP header.");
            else if (node is ScriptText text && !text.Value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                headers[name] = text.Value;
            else
                faults.Add(node.Line, $"headers['{name}'] is {node.Kind}; expected a string of one line, in ASCII.");
        }

        return headers;
    }
}
