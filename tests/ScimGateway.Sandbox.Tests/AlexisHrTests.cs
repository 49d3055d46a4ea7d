using System.Net;
using System.Text.Json.Nodes;

namespace ScimGateway.Sandbox.Tests;

public sealed class AlexisHrTests : IAsyncLifetime
{
    private Caller alexis = null!;

    public async Task InitializeAsync() => alexis = await Caller.OfAsync("alexishr");

    public async Task DisposeAsync() => await alexis.DisposeAsync();

    [Fact]
    public async Task Users_are_as_the_vendor_shows_them()
    {
        var user = (await alexis.FindAsync("/Users", "userName eq \"Henrik.Sjoholm@nordhavn.example.com\"")).Json["Resources"]![
            0
        ]!.AsObject();

        Assert.True(user["meta"]!.AsObject().TryGetPropertyValue("location", out var location));
        Assert.Null(location);
        Assert.Equal("photo", user["photos"]![0]!["type"]!.GetValue<string>());
        Assert.Equal("henrik.sjoholm@nordhavn.example.com", user["emails"]![0]!["display"]!.GetValue<string>());
        Assert.Equal("Astrid Bergman", user[Urns.Enterprise]!["manager"]!["displayName"]!.GetValue<string>());
        Assert.NotNull(user["urn:ietf:params:scim:schemas:extension:alexis:2.0:User"]);
    }

    [Fact]
    public async Task The_people_have_the_oddities_that_mappings_must_bear()
    {
        var people = (await alexis.GetAsync("/Users")).Json["Resources"]!.AsArray().Select(user => user!.AsObject()).ToList();
        var ids = people.Select(user => user["id"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        var managers = people
            .Select(user => user[Urns.Enterprise]!["manager"]?["value"]!.GetValue<string>())
            .OfType<string>()
            .ToList();

        Assert.Equal(20, ids.Count);
        Assert.Equal(19, managers.Count);
        Assert.All(managers, manager => Assert.Contains(manager, ids));
        Assert.Single(people, user => !user["active"]!.GetValue<bool>());
        Assert.Single(people, user => user["emails"]!.AsArray().All(email => email!["type"]!.GetValue<string>() == "home"));
    }

    [Fact]
    public async Task A_user_is_read_by_id()
    {
        var (id, stored) = alexis.Server.Stored("/Users").First();

        var reply = await alexis.GetAsync($"/Users/{id}");

        Assert.Equal("application/scim+json", reply.MediaType);
        Assert.True(JsonNode.DeepEquals(stored, reply.Json));
    }

    [Theory]
    [InlineData("active eq false", "kees.hoekstra@nordhavn.example.com")]
    [InlineData("emails eq \"OSKAR.lund@post.example.org\"", "oskar.lund@post.example.org")]
    [InlineData("emails.value eq \"oskar.lund@post.example.org\"", "oskar.lund@post.example.org")]
    [InlineData("externalId eq \"hr-101\"", "henrik.sjoholm@nordhavn.example.com")]
    [InlineData("id eq \"5f3c9a7b1e00000000000001\"", "astrid.bergman@nordhavn.example.com")]
    public async Task Simple_filters_are_understood(string filter, string userName)
    {
        Assert.Equal([userName], (await alexis.FindAsync("/Users", filter)).UserNames);
    }

    [Theory]
    [InlineData("?filter=title%20eq%20%22Controller%22")]
    [InlineData("?filter=userName%20sw%20%22a%22")]
    [InlineData("?sortOrder=upwards")]
    [InlineData("?count=many")]
    public async Task A_query_that_is_not_understood_is_refused_with_a_message(string query)
    {
        var reply = await alexis.GetAsync("/Users" + query);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(["message"], reply.Json.Select(member => member.Key).ToList());
    }

    [Fact]
    public async Task A_list_is_paged_and_sorted_by_user_name()
    {
        var first = await alexis.GetAsync("/Users?sortOrder=ascending&count=2");
        var last = await alexis.GetAsync("/Users?sortOrder=descending&startIndex=20&count=2");

        Assert.Equal(["astrid.bergman@nordhavn.example.com", "beatriz.antunes@nordhavn.example.com"], first.UserNames);
        Assert.Equal(["astrid.bergman@nordhavn.example.com"], last.UserNames);
        Assert.Equal(20, last.Total);
        Assert.Equal(1, last.Json["itemsPerPage"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("POST", "/Users")]
    [InlineData("PUT", "/Users/1")]
    [InlineData("PATCH", "/Users/1")]
    [InlineData("DELETE", "/Users/1")]
    public async Task Nothing_can_be_written(string method, string path)
    {
        var reply = await alexis.SendAsync(method, path, """{"userName":"ana@x.org"}""");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, reply.Status);
        Assert.Equal("""{"message":"This API is read only"}""", reply.Text);
        Assert.Equal(20, alexis.Server.Stored("/Users").Count);
    }

    [Theory]
    [InlineData("/Users/nobody", "User nobody was not found")]
    [InlineData("/Groups", "Not found")]
    public async Task What_is_not_there_is_told_with_a_message(string path, string message)
    {
        var reply = await alexis.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, reply.Status);
        Assert.Equal(message, reply.Json["message"]!.GetValue<string>());
    }
}
