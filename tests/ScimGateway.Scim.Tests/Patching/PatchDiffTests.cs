using System.Text.Encodings.Web;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Resources;

namespace ScimGateway.Scim.Tests.Patching;

/// <summary>The smallest PATCH from one resource to another, operation by operation; that it leads there, a law says for any
/// two.</summary>
public sealed class PatchDiffTests
{
    private static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly SchemaDefinition Rota = new()
    {
        Id = "urn:example:Rota",
        Name = "Rota",
        Attributes = [new() {
            Name = "people",
            Type = AttributeType.Complex,
            MultiValued = true,
            Required = true,
            SubAttributes = [new() { Name = "value" }, new() { Name = "type" }],
        }],
    };

    public static TheoryData<string, string> Differences => CaseTable.Read("Patching/diff.cases");

    [Theory]
    [MemberData(nameof(Differences))]
    public void Between_two_resources_lies(string states, string operations)
    {
        string[] parts = Long(states[(states.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Split(" / ");
        var patch = PatchDiff.Between(Story.Object(parts[0]), Story.Object(parts[1]), TypeOf(states));

        Assert.Equal(
            operations,
            patch.Operations.Count == 0 ? "nothing" : Short(patch.ToJson()["Operations"]!.ToJsonString(Plain))
        );
    }

    private static ResourceType TypeOf(string states) => states.Split(' ')[0] switch
    {
        "User" => Acme.User,
        "Group" => ResourceType.Group,
        "Device" => Devices.Type,
        "Rota" => new() { Name = "Rota", Endpoint = "/Rotas", Schema = Rota },
        var name => throw new InvalidDataException($"'{name}' is no type of this table."),
    };

    private static string Long(string text) => Devices.Long(Acme.Long(text));

    private static string Short(string text) => Devices.Short(Acme.Short(text));
}
