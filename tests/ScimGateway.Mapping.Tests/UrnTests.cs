using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Mapping.Tests;

/// <summary>Where a URN ends: one name after its version is an attribute of it or its end.</summary>
public sealed class UrnTests
{
    // the client's name | the target's | what the client sends | what the target gets
    [Theory]
    [InlineData(
        "'title'",
        "'urn:scim:schemas:extension:enterprise:1.0:department'",
        """{"title":"x"}""",
        """{"urn:scim:schemas:extension:enterprise:1.0":{"department":"x"}}"""
    )]
    [InlineData(
        "'title'",
        "'urn:scim:schemas:extension:enterprise:1.0:manager.displayName'",
        """{"title":"x"}""",
        """{"urn:scim:schemas:extension:enterprise:1.0":{"manager":{"displayName":"x"}}}"""
    )]
    [InlineData("`${extension('urn:acme:1.0')}:badge`", "'badge'", """{"urn:acme:1.0":{"badge":"7"}}""", """{"badge":"7"}""")]
    [InlineData(
        "`${extension('urn:acme:1.0')}:badge`",
        "`${extension('urn:other:3')}:no`",
        """{"urn:acme:1.0":{"badge":"7"}}""",
        """{"urn:other:3":{"no":"7"}}"""
    )]
    [InlineData(
        "extension('urn:acme:1.0:Badge')",
        "'badge'",
        """{"urn:acme:1.0:Badge":{"no":"7"}}""",
        """{"badge":{"no":"7"}}"""
    )]
    [InlineData(
        "extension('urn:acme:1.0:Badge')",
        "extension('urn:other:1.0:Badge')",
        """{"urn:acme:1.0:Badge":{"no":"7"}}""",
        """{"urn:other:1.0:Badge":{"no":"7"}}"""
    )]
    [InlineData(
        "`${extension('urn:acme:1.0:Badge')}:no`",
        "'badge'",
        """{"urn:acme:1.0:Badge":{"no":"7"}}""",
        """{"badge":"7"}"""
    )]
    [InlineData("'urn:acme:1.0'", "'badge'", """{"urn:acme:1.0":{"no":"7"}}""", """{"badge":{"no":"7"}}""")]
    [InlineData("'urn:acme:1.0:User'", "'badge'", """{"urn:acme:1.0:User":{"no":"7"}}""", """{"badge":{"no":"7"}}""")]
    [InlineData(
        "'urn:acme:1.0:User:badge'",
        "'urn:other:2.0:User:Job Title'",
        """{"urn:acme:1.0:User":{"badge":"7"}}""",
        """{"urn:other:2.0:User":{"Job Title":"7"}}"""
    )]
    [InlineData("'title'", "'urn:other:2.0:Job Title'", """{"title":"7"}""", """{"urn:other:2.0":{"Job Title":"7"}}""")]
    public void A_row_means_the_attribute_or_the_extension_and_both_ways(string client, string target, string sent, string stored)
    {
        var mapping = Mappings.User($"map({client}, {target})");

        Mappings.Same(stored, mapping.ToTarget(Mappings.Json(sent), ScimOperation.Create));
        Mappings.Same(sent, mapping.ToClient(Mappings.Target(stored)));
    }

    [Fact]
    public void Clients_paths_mean_the_same()
    {
        var mapping = Mappings.User("map(`${extension('urn:acme:1.0')}:badge`, 'badge'), map(`${extension('urn:acme:2.0:Seat')}:no`, 'urn:scim:schemas:extension:seat:1.0:no')");
        var rules = new ReadingRules(mapping.Type, Leniency.None);

        Assert.Equal("badge eq \"7\"", mapping.ToTarget(Filter.Parse("urn:acme:1.0:badge eq \"7\"", rules)).ToString());
        Assert.Equal(
            "urn:scim:schemas:extension:seat:1.0:no eq \"7\"",
            mapping.ToTarget(Filter.Parse("urn:acme:2.0:Seat:no eq \"7\"", rules)).ToString()
        );
        Assert.Equal(
            ["urn:acme:1.0", "urn:acme:2.0:Seat"],
            mapping.Type.Extensions.Select(schema => schema.Id).Where(id => id.StartsWith("urn:acme", StringComparison.Ordinal))
        );
    }
}
