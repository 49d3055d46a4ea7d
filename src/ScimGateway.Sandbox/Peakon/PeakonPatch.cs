using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Peakon;

/// <summary>The part of PatchOp that Peakon supports: operations without a path, or with the plain path of a core or enterprise
/// attribute.</summary>
/// <remarks>No value paths, and no way to name an attribute with a space in it: those can only stand in the value of an operation
/// without a path. Written here and not shared: a test double must not have the bugs of the code that it tests.</remarks>
internal static class PeakonPatch
{
    /// <exception cref="ScimException"><c>invalidSyntax</c>, <c>invalidPath</c>, <c>invalidValue</c> or
    /// <c>noTarget</c>.</exception>
    public static void Apply(JsonObject message, JsonObject employee)
    {
        if (message["schemas"] is not JsonArray schemas || !schemas.Any(IsPatchOp))
            throw ScimException.InvalidSyntax($"schemas must hold {SchemaUrns.PatchOp}.");
        if (message["Operations"] is not JsonArray { Count: > 0 } operations)
            throw ScimException.InvalidSyntax("Operations must be an array with at least one operation.");
        foreach (var operation in operations)
            Change(operation as JsonObject ?? throw ScimException.InvalidSyntax("An operation must be an object."), employee);
    }

    private static bool IsPatchOp(JsonNode? urn) => urn.IsString(out string? text) && text == SchemaUrns.PatchOp;

    private static void Change(JsonObject operation, JsonObject employee)
    {
        bool remove = Op(operation) is "remove";
        var value = operation["value"]?.DeepClone();
        if (value is null && !remove) throw ScimException.InvalidValue("add and replace must have a value.");
        switch (operation["path"])
        {
            case null when remove:
                throw ScimException.NoTarget("remove must have a path.");
            case null:
                Merge(
                    value as JsonObject ?? throw ScimException.InvalidValue("value must be an object without a path."),
                    employee
                );
                break;
            case var path when path.IsString(out string? text):
                Set(text, remove ? null : value, employee);
                break;
            default:
                throw ScimException.InvalidPath("path must be a string.");
        }
    }

    private static string Op(JsonObject operation) =>
        operation["op"].IsString(out string? op) && op is "add" or "replace" or "remove"
            ? op
            : throw ScimException.InvalidSyntax("op must be add, replace or remove.");

    private static void Merge(JsonObject changes, JsonObject target)
    {
        foreach (var (name, value) in changes)
        {
            if (value is JsonObject part && target[name] is JsonObject whole) Merge(part, whole);
            else target[name] = value?.DeepClone();
        }
    }

    private static void Set(string path, JsonNode? value, JsonObject employee)
    {
        string[] names = Names(path, out bool enterprise);
        var parent = enterprise ? Child(employee, SchemaUrns.EnterpriseUser) : employee;
        if (names is [_, var sub]) (parent, names) = (Child(parent, names[0]), [sub]);
        if (value is JsonObject part && parent[names[0]] is JsonObject whole) Merge(part, whole);
        else parent[names[0]] = value;
    }

    private static string[] Names(string path, out bool enterprise)
    {
        enterprise = path.StartsWith(SchemaUrns.EnterpriseUser + ":", StringComparison.Ordinal);
        string[] names = (enterprise ? path[(SchemaUrns.EnterpriseUser.Length + 1)..] : path).Split('.');
        bool known = enterprise || CoreUser.Writable.Contains(names[0], StringComparer.Ordinal);
        return known && names.Length <= 2 && Array.TrueForAll(names, IsAttributeName)
            ? names
            : throw ScimException.InvalidPath($"The path \"{path}\" is not the plain path of a core or enterprise attribute.");
    }

    // RFC 7644 figure 1: ATTRNAME = ALPHA *(nameChar).
    private static bool IsAttributeName(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_');

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child) return child;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }
}
