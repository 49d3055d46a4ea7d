using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Peakon;

/// <summary>An employee as Peakon stores it: no <c>schemas</c>, no <c>meta</c>.</summary>
internal static class PeakonEmployee
{
    private static readonly string[] Basics = ["userName", "externalId", "name", "locale", "timezone", "active"];
    private static readonly string[] EnterpriseAttributes = ["employeeNumber", "department", "manager"];

    /// <summary>The part of a body that a create uses; the rest is dropped.</summary>
    public static JsonObject Basic(string id, JsonObject body) => Take(id, body, Basics, ["employeeNumber"]);

    /// <summary>The result of a replace: it keeps the attributes that it leaves out, extension by extension and attribute by
    /// attribute, as the connector guide shows for extensions.</summary>
    /// <remarks>The guide does not say how a value is cleared. Here null and an empty list do it (RFC 7643 section 2.5): an
    /// assumption.</remarks>
    public static JsonObject Replaced(JsonObject before, JsonObject body)
    {
        var employee = before.DeepClone().AsObject();
        Lay(body, employee, CoreUser.Writable);
        employee["active"] ??= true;
        if (Extension(body, SchemaUrns.EnterpriseUser) is { } asked)
            Lay(asked, employee, SchemaUrns.EnterpriseUser, EnterpriseAttributes);
        if (Extension(body, PeakonAttributes.Urn) is { } own)
            Lay(own, employee, PeakonAttributes.Urn, [.. own.Select(member => member.Key)]);
        return employee;
    }

    /// <summary>The part of a whole employee that a patch may change.</summary>
    public static JsonObject Whole(string id, JsonObject body)
    {
        var employee = Take(id, body, CoreUser.Writable, EnterpriseAttributes);
        if (Extension(body, PeakonAttributes.Urn) is { } own) employee[PeakonAttributes.Urn] = WithoutNulls(own);
        return employee;
    }

    /// <summary>Refuses an employee that is not valid, or that conflicts with another one.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>; 409 <c>uniqueness</c>.</exception>
    public static void Check(JsonObject employee, IEnumerable<JsonObject> all)
    {
        CoreUser.Check(employee);
        var others = all.Where(other => !JsonNode.DeepEquals(other["id"], employee["id"])).ToList();
        if (others.Exists(other => CoreUser.HasUserName(other, employee["userName"]!.GetValue<string>())))
            throw ScimException.Uniqueness($"An employee with the userName \"{employee["userName"]}\" exists already.");
        if (Number(employee) is { } number && others.Exists(other => HasNumber(other, number)))
            throw ScimException.Uniqueness($"An employee with the employeeNumber \"{number}\" exists already.");
        if (Extension(employee, PeakonAttributes.Urn) is { } own)
            PeakonAttributes.Check(own, email => others.Exists(other => CoreUser.HasUserName(other, email)));
    }

    public static bool HasNumber(JsonObject employee, string number) => Number(employee) == number;

    private static string? Number(JsonObject employee) =>
        Extension(employee, SchemaUrns.EnterpriseUser)?["employeeNumber"].IsString(out string? number) is true ? number : null;

    private static JsonObject? Extension(JsonObject user, string urn) => user[urn] switch
    {
        null => null,
        JsonObject extension => extension,
        _ => throw ScimException.InvalidValue($"{urn} must be an object."),
    };

    private static JsonObject Take(string id, JsonObject body, IEnumerable<string> core, IEnumerable<string> enterprise)
    {
        var employee = new JsonObject { ["id"] = id };
        Copy(body, employee, core);
        employee["active"] ??= true;
        if (Extension(body, SchemaUrns.EnterpriseUser) is not { } asked) return employee;
        var kept = new JsonObject();
        Copy(asked, kept, enterprise);
        if (kept.Count > 0) employee[SchemaUrns.EnterpriseUser] = kept;
        return employee;
    }

    private static void Copy(JsonObject from, JsonObject to, IEnumerable<string> names)
    {
        foreach (string name in names)
            if (from[name] is { } value) to[name] = value.DeepClone();
    }

    private static void Lay(JsonObject said, JsonObject employee, string urn, IReadOnlyList<string> names)
    {
        var extension = employee[urn] as JsonObject ?? [];
        Lay(said, extension, names);
        employee.Remove(urn);
        if (extension.Count > 0) employee[urn] = extension;
    }

    private static void Lay(JsonObject said, JsonObject there, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (!said.TryGetPropertyValue(name, out var value)) continue;
            if (value is null or JsonArray { Count: 0 }) there.Remove(name);
            else there[name] = value.DeepClone();
        }
    }

    private static JsonObject WithoutNulls(JsonObject extension)
    {
        var kept = new JsonObject();
        Copy(extension, kept, extension.Select(member => member.Key));
        return kept;
    }
}
