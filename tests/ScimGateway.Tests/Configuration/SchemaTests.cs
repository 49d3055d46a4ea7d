using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Clients;
using ScimGateway.Configuration;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Configuration;

/// <summary>gateway.schema.json, which editors complete from, knows the keys that the loader knows, no more and no
/// fewer.</summary>
public sealed partial class SchemaTests
{
    private const string Unknown = "no-such-key-anywhere-at-all-in-here";

    private static readonly JsonObject Schema = (JsonObject)
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "gateway.schema.json")))!;

    [Theory]
    [InlineData("", "{0}: 1")]
    [InlineData("properties.audit", "audit: {{ {0}: 1 }}")]
    [InlineData("properties.state.oneOf.1", "state: {{ {0}: 1 }}")]
    [InlineData("properties.log", "log: {{ {0}: 1 }}")]
    [InlineData("properties.limits", "limits: {{ {0}: 1 }}")]
    [InlineData("properties.clients.items", "clients: [ {{ {0}: 1 }} ]")]
    [InlineData("properties.manage", "manage: {{ {0}: 1 }}")]
    [InlineData("properties.clients.items.properties.tokens.items", "clients: [ {{ tokens: [ {{ {0}: 1 }} ] }} ]")]
    [InlineData("properties.targets.items", "targets: [ {{ {0}: 1 }} ]")]
    [InlineData("properties.targets.items.properties.limits", "targets: [ {{ limits: {{ {0}: 1 }} }} ]")]
    [InlineData("properties.targets.items.properties.health", "targets: [ {{ health: {{ {0}: 1 }} }} ]")]
    [InlineData("properties.targets.items.properties.auth.oneOf.1+properties.targets.items.properties.auth.oneOf.2+properties.targets.items.properties.auth.oneOf.3", "targets: [ {{ auth: {{ {0}: 1 }} }} ]")]
    [InlineData(
        "properties.targets.items.properties.auth.oneOf.2.properties.basic",
        "targets: [ {{ auth: {{ basic: {{ {0}: 1 }} }} }} ]"
    )]
    [InlineData(
        "properties.targets.items.properties.auth.oneOf.3.properties.header",
        "targets: [ {{ auth: {{ header: {{ {0}: 1 }} }} }} ]"
    )]
    public void An_object_of_the_schema_has_the_keys_of_the_loader(string places, string yaml)
    {
        using var folder = new TestFolder();
        string text = string.Format(CultureInfo.InvariantCulture, yaml, Unknown);

        var fault = Assert
            .Throws<ConfigException>(() => folder.Read(text))
            .Faults.Single(one => one.Message.StartsWith("is not a key here; write one of ", StringComparison.Ordinal));

        var known = KeyList().Match(fault.Message).Groups["keys"].Value.Split(", ").Order(StringComparer.Ordinal);
        var written = places
            .Split('+')
            .SelectMany(place => At(place)["properties"]!.AsObject().Select(property => property.Key))
            .Order(StringComparer.Ordinal);
        Assert.Equal(known, written);
    }

    [Fact]
    public void Every_bound_of_a_limit_is_the_loader_s()
    {
        foreach (var (place, type) in new[] {
            ("properties.limits", typeof(GatewayLimits)),
            ("properties.targets.items.properties.limits", typeof(TargetLimits)),
        })
        {
            foreach (var (name, property) in At(place)["properties"]!.AsObject())
            {
                var bounds = type.GetProperty(char.ToUpperInvariant(name[0]) + name[1..])!
                    .CustomAttributes.Single(one => one.AttributeType == typeof(BoundsAttribute))
                    .ConstructorArguments;
                Assert.EndsWith(
                    $" From {bounds[0].Value} to {bounds[1].Value}.",
                    (string?)property!["description"],
                    StringComparison.Ordinal
                );
            }
        }
    }

    [Fact]
    public void The_profiles_of_the_schema_are_those_there_are() => Assert.Equal(
        ClientProfile.All.Keys.Order(StringComparer.Ordinal),
        At("properties.clients.items.properties.profile")["enum"]!
            .AsArray()
            .Select(name => (string)name!)
            .Order(StringComparer.Ordinal));

    private static JsonObject At(string place) => place.Length == 0 ? Schema : (JsonObject)place.Split('.').Aggregate(
        (JsonNode)Schema,
        (node, step) =>
            node is JsonArray array ? array[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!
    );

    [GeneratedRegex("write one of (?<keys>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyList();
}
