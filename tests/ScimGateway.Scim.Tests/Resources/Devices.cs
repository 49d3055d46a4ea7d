using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Patching;

namespace ScimGateway.Scim.Tests.Resources;

/// <summary>A resource type that no RFC knows, made of nothing but the documents that describe it.</summary>
internal static class Devices
{
    public const string Core = "urn:example:params:scim:schemas:core:2.0:Device";

    public const string Lease = "urn:acme:lease:1.5";

    public static SchemaDefinition Schema { get; } = Read($$"""
        {"id":"{{Core}}","name":"Device","attributes":[
          {"name":"serialNumber","type":"string","required":true,"caseExact":true,"mutability":"immutable","uniqueness":"server","returned":"always"},
          {"name":"displayName","type":"string"},
          {"name":"ports","type":"integer"},
          {"name":"weight","type":"decimal"},
          {"name":"enrolled","type":"boolean"},
          {"name":"certificate","type":"binary"},
          {"name":"seen","type":"dateTime","mutability":"readOnly"},
          {"name":"unlockCode","type":"string","mutability":"writeOnly","returned":"never"},
          {"name":"diagnostics","type":"string","returned":"request"},
          {"name":"tags","type":"string","multiValued":true},
          {"name":"owner","type":"complex","subAttributes":[
            {"name":"value","type":"string"},{"name":"$ref","type":"reference","referenceTypes":["User"]}]},
          {"name":"parts","type":"complex","multiValued":true,"subAttributes":[
            {"name":"value","type":"string"},{"name":"$ref","type":"reference","referenceTypes":["Device"]},
            {"name":"type","type":"string","canonicalValues":["disk","board"]},{"name":"primary","type":"boolean"},{"name":"pin","type":"string","returned":"never"}]}]}
        """);

    public static SchemaDefinition LeaseSchema { get; } = Read($$"""
        {"id":"{{Lease}}","name":"Lease","attributes":[
          {"name":"until","type":"dateTime"},{"name":"Cost Centre","type":"string"},{"name":"rate","type":"decimal","returned":"request"},
          {"name":"lessor","type":"complex","subAttributes":[{"name":"name","type":"string"},{"name":"vat id","type":"string"}]}]}
        """);

    public static ResourceType Type { get; } = new()
    {
        Name = "Device",
        Endpoint = "/Devices",
        Schema = Schema,
        Extensions = [LeaseSchema],
    };

    /// <summary><c>@device</c> and <c>@lease</c> stand for URIs.</summary>
    public static string Long(string text) =>
        text.Replace("@device", Core, StringComparison.Ordinal).Replace("@lease", Lease, StringComparison.Ordinal);

    public static string Short(string text) =>
        text.Replace(Core, "@device", StringComparison.Ordinal).Replace(Lease, "@lease", StringComparison.Ordinal);

    public static JsonObject Json(string text) => Story.Object(Long(text));

    private static SchemaDefinition Read(string json) => SchemaReader.Read(Story.Object(json));
}
