using System.Text.Json.Nodes;
using ScimGateway.Scim.Discovery;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Resources;

namespace ScimGateway.Scim.Tests.Discovery;

public sealed class DiscoveryTests
{
    private const string Gateway = "https://gw.example/scim/v2";

    [Fact]
    public void The_service_provider_config_has_everything_that_RFC_7643_section_5_requires()
    {
        string expected = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch":{"supported":true},
            "bulk":{"supported":true,"maxOperations":1000,"maxPayloadSize":1048576},
            "filter":{"supported":true,"maxResults":1000},
            "changePassword":{"supported":false},
            "sort":{"supported":true},
            "etag":{"supported":true},
            "pagination":{"cursor":false,"index":true,"defaultPaginationMethod":"index","defaultPageSize":100,"maxPageSize":1000},
            "authenticationSchemes":[{"type":"oauthbearertoken","name":"OAuth Bearer Token",
            "description":"Authentication with a bearer token in the Authorization header.",
            "specUri":"https://www.rfc-editor.org/info/rfc6750","primary":true}],
            "meta":{"resourceType":"ServiceProviderConfig","location":"https://gw.example/scim/v2/ServiceProviderConfig"}}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), Acme.Text(new ServiceProviderConfig().ToJson(Gateway)));
    }

    [Fact]
    public void What_is_not_supported_has_no_limits_either()
    {
        var json = new ServiceProviderConfig
        {
            Bulk = false,
            Patch = false,
            Filter = false,
            DocumentationUri = "https://x.example",
        }.ToJson(Gateway);
        Assert.Equal("""{"supported":false,"maxOperations":0,"maxPayloadSize":0}""", json["bulk"]!.ToJsonString());
        Assert.Equal("""{"supported":false,"maxResults":0}""", json["filter"]!.ToJsonString());
        Assert.Equal("""{"supported":false}""", json["patch"]!.ToJsonString());
        Assert.Equal("https://x.example", (string?)json["documentationUri"]);
    }

    [Fact]
    public void A_server_that_pages_by_cursor_says_so()
    {
        var config = new ServiceProviderConfig
        {
            CursorPagination = true,
            DefaultPaginationMethod = PaginationMethod.Cursor,
            IndexPagination = false,
            DefaultPageSize = 50,
            FilterMaxResults = 250,
            CursorTimeout = TimeSpan.FromMinutes(10),
        };
        Assert.Equal(
            """{"cursor":true,"index":false,"defaultPaginationMethod":"cursor","defaultPageSize":50,"maxPageSize":250,"cursorTimeout":600}""",
            config.ToJson(Gateway)["pagination"]!.ToJsonString());
        Assert.False(
            ((JsonObject)(config with { CursorPagination = false }).ToJson(Gateway)["pagination"]!).ContainsKey("cursorTimeout")
        );
    }

    [Fact]
    public void A_resource_type_shows_its_extensions()
    {
        string expected = """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],"id":"User","name":"User","endpoint":"/Users",
            "description":"User Account","schema":"@core","schemaExtensions":[{"schema":"@ent","required":false}],
            "meta":{"resourceType":"ResourceType","location":"https://gw.example/scim/v2/ResourceTypes/User"}}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), Acme.Text(ResourceTypeDocument.ToJson(ResourceType.User, Gateway + "/")));
    }

    [Fact]
    public void A_resource_type_without_extensions_does_not_mention_them() =>
        Assert.False(ResourceTypeDocument.ToJson(ResourceType.Group, Gateway).ContainsKey("schemaExtensions"));

    [Fact]
    public void A_schema_knows_its_address()
    {
        var json = SchemaDocument.ToJson(WellKnownSchemas.EnterpriseUser, Gateway + "/");
        Assert.Equal(SchemaUrns.EnterpriseUser, (string?)json["id"]);
        Assert.Equal(
            """{"resourceType":"Schema","location":"https://gw.example/scim/v2/Schemas/@ent"}""",
            Acme.Text(json["meta"]!)
        );
    }
}
