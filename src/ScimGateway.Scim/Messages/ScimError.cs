using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Messages;

/// <summary>The error message of RFC 7644 section 3.12; its <c>status</c> is a string on the wire.</summary>
public sealed record ScimError(int Status, ScimType? Type, string Detail)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["schemas"] = new JsonArray(SchemaUrns.Error),
            ["status"] = Status.ToString(CultureInfo.InvariantCulture),
        };
        if (Type is { } type) json["scimType"] = type.ToWord();
        json["detail"] = Detail;
        return json;
    }

    public static ScimError From(ScimException fault) => new(fault.Status, fault.Type, fault.Message);
}
