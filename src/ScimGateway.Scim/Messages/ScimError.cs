using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Messages;

/// <summary>The error message of RFC 7644 section 3.12; its <c>status</c> is a string on the wire.</summary>
public sealed record ScimError(int Status, ScimType? Type, string Detail)
{
    /// <summary>The keyword that a status means by itself: 409 is <c>uniqueness</c> (RFC 7644 section 3.3).</summary>
    public static ScimType? ImpliedBy(int status) => status == 409 ? ScimType.Uniqueness : null;

    /// <summary>Reads a target's error: a SCIM error in its variants, one of SCIM 1.1, or a vendor's own object with a message in
    /// it.</summary>
    /// <param name="body">The target's body.</param>
    /// <param name="error">The error. A <c>scimType</c> that the RFCs do not have is left out; one that the status implies is
    /// added.</param>
    /// <param name="httpStatus">The answer's own status: if it is an error, it is used, whatever the body says (RFC 7644 section
    /// 3.12: the two are the same). Without one, and without one in the body, the status is 502.</param>
    /// <returns>Whether the body is an error at all.</returns>
    public static bool TryRead(JsonObject body, [NotNullWhen(true)] out ScimError? error, int? httpStatus = null) =>
        (error = ScimErrorReader.Read(body, httpStatus)) is not null;

    /// <summary>The message of RFC 7644 section 3.12; <c>status</c> is a string there.</summary>
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

    /// <summary>The error message of a fault.</summary>
    public static ScimError From(ScimException fault) => new(fault.Status, fault.Type, fault.Message);
}
