using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Peakon;

/// <summary>The five attributes that Peakon can filter on, each with <c>eq</c> and a quoted value.</summary>
internal static class PeakonFilter
{
    private const string EmployeeNumber = SchemaUrns.EnterpriseUser + ":employeeNumber";

    /// <exception cref="Scim.Errors.ScimException"><c>invalidFilter</c>.</exception>
    public static Func<JsonObject, bool> Parse(string text)
    {
        var filter = EqFilter.Parse(text);
        if (!filter.Quoted) throw EqFilter.Unknown(text);
        string value = filter.Value;
        if (filter.Names("id")) return employee => CoreUser.Holds(employee, "id", value, StringComparison.Ordinal);
        if (filter.Names("externalId"))
            return employee => CoreUser.Holds(employee, "externalId", value, StringComparison.Ordinal);
        if (filter.Names("userName")) return employee => CoreUser.HasUserName(employee, value);
        if (filter.Names(EmployeeNumber)) return employee => PeakonEmployee.HasNumber(employee, value);
        // The user name is the e-mail; further ones count too.
        return filter.Names("emails")
            ? employee => CoreUser.HasUserName(employee, value) || CoreUser.HasEmail(employee, value)
            : throw EqFilter.Unknown(text);
    }
}
