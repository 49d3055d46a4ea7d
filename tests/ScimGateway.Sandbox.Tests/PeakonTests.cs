using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScimGateway.Sandbox.Tests;

public sealed class PeakonTests : IAsyncLifetime
{
    private Caller peakon = null!;

    public async Task InitializeAsync() => peakon = await Caller.OfAsync("peakon");

    public async Task DisposeAsync() => await peakon.DisposeAsync();

    [Fact]
    public async Task A_create_takes_the_basics_and_drops_all_else_without_a_word()
    {
        var reply = await peakon.SendAsync("POST", "/Users", $$$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org","externalId":"00u1","active":true,
             "name":{"givenName":"Ana","familyName":"Bø"},"locale":"nb_NO","timezone":"Europe/Oslo","title":"Engineer",
             "emails":[{"value":"ana@x.org","type":"work"}],
             "{{{Urns.Enterprise}}}":{"employeeNumber":"811","department":"R&D"},
             "{{{Urns.Peakon}}}":{"Team":"Platform","Manager":"nobody@x.org"}}
            """);

        var expected = JsonNode.Parse($$$"""
            {"id":"employee_4","userName":"ana@x.org","externalId":"00u1","active":true,"name":{"givenName":"Ana","familyName":"Bø"},
             "locale":"nb_NO","timezone":"Europe/Oslo","{{{Urns.Enterprise}}}":{"employeeNumber":"811"}}
            """);
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        Assert.True(JsonNode.DeepEquals(expected, reply.Json), reply.Text);
        Assert.True(JsonNode.DeepEquals(expected, peakon.Server.Stored("/Users")["employee_4"]));
    }

    [Fact]
    public async Task A_replace_takes_the_rest_and_keeps_what_it_leaves_out()
    {
        string id = (await peakon.SendAsync(
            "POST",
            "/Users",
            $$$"""{"userName":"ana@x.org","locale":"nb_NO","{{{Urns.Enterprise}}}":{"employeeNumber":"811"}}"""
        )).Id;

        var reply = await peakon.SendAsync("PUT", $"/Users/{id}", $$$"""
            {"userName":"ana@x.org","active":false,"title":"Engineer",
             "{{{Urns.Peakon}}}":{"Date of Birth":"1990-01-02","Business Unit":"EMEA","Weekly Hours":37,"Manager":"Ines.Carvalho@fjordlight.example.com","Team":null}}
            """);

        var expected = JsonNode.Parse($$$"""
            {"id":"{{{id}}}","userName":"ana@x.org","locale":"nb_NO","active":false,"title":"Engineer",
             "{{{Urns.Enterprise}}}":{"employeeNumber":"811"},
             "{{{Urns.Peakon}}}":{"Date of Birth":"1990-01-02","Business Unit":"EMEA","Weekly Hours":37,"Manager":"Ines.Carvalho@fjordlight.example.com"}}
            """);
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.True(JsonNode.DeepEquals(expected, (await peakon.GetAsync($"/Users/{id}")).Json), reply.Text);
    }

    [Fact]
    public async Task A_replace_clears_what_it_says_null_of_and_an_extension_is_kept_attribute_by_attribute()
    {
        var reply = await peakon.SendAsync("PUT", "/Users/employee_3", $$$"""
            {"userName":"ines.carvalho@fjordlight.example.com","locale":null,"emails":[],"{{{Urns.Enterprise}}}":{"department":"IT"},"{{{Urns.Peakon}}}":{"Team":null,"Manager":null,"Gender":null}}
            """);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        var stored = peakon.Server.Stored("/Users")["employee_3"];
        Assert.False(stored.ContainsKey("locale"));
        Assert.Equal("Europe/Lisbon", stored["timezone"]!.GetValue<string>());
        Assert.Equal("""{"employeeNumber":"1003","department":"IT"}""", stored[Urns.Enterprise]!.ToJsonString());
        Assert.Equal(
            ["Business Unit", "Date of Birth", "Job Title", "Weekly Hours"],
            stored[Urns.Peakon]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("""{"Manager":"nobody@x.org"}""", "\"Manager\" must be the e-mail of another employee, who must exist.")]
    [InlineData("""{"Manager":"employee_1"}""", "\"Manager\" must be the e-mail of another employee, who must exist.")]
    [InlineData("""{"Manager":"ana@x.org"}""", "\"Manager\" must be the e-mail of another employee, who must exist.")]
    [InlineData("""{"Date of Birth":"02/01/1990"}""", "\"Date of Birth\" must be a date, YYYY-MM-DD.")]
    [InlineData("""{"Date of Birth":"1990-02-30"}""", "\"Date of Birth\" must be a date, YYYY-MM-DD.")]
    [InlineData("""{"Weekly Hours":"37"}""", "\"Weekly Hours\" must be an integer.")]
    [InlineData("""{"Weekly Hours":37.5}""", "\"Weekly Hours\" must be an integer.")]
    [InlineData("""{"Team":7}""", "\"Team\" must be a string of at most 256 characters.")]
    [InlineData("""{"Shoe Size":"44"}""", $"There is no attribute \"Shoe Size\" in {Urns.Peakon}.")]
    [InlineData("""{"team":"Platform"}""", $"There is no attribute \"team\" in {Urns.Peakon}.")]
    public async Task An_own_attribute_that_does_not_fit_is_refused_and_nothing_is_changed(string extension, string detail)
    {
        string id = await CreateAsync("ana@x.org");

        var reply = await peakon.SendAsync(
            "PUT",
            $"/Users/{id}",
            $$$"""{"userName":"new@x.org","{{{Urns.Peakon}}}":{{{extension}}}}"""
        );

        AssertError(reply, 400, "invalidValue", detail);
        Assert.Equal("ana@x.org", peakon.Server.Stored("/Users")[id]["userName"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(256, HttpStatusCode.OK)]
    [InlineData(257, HttpStatusCode.BadRequest)]
    public async Task An_option_has_at_most_256_characters(int length, HttpStatusCode status)
    {
        string id = await CreateAsync("ana@x.org");

        var reply = await peakon.SendAsync(
            "PUT",
            $"/Users/{id}",
            $$$"""{"userName":"ana@x.org","{{{Urns.Peakon}}}":{"Team":"{{{new string('x', length)}}}"}}"""
        );

        Assert.Equal(status, reply.Status);
    }

    [Theory]
    [InlineData("""{"userName":"MARGIT.solheim@fjordlight.example.com"}""", 409, "uniqueness")]
    [InlineData($$$"""{"userName":"ana@x.org","{{{Urns.Enterprise}}}":{"employeeNumber":"1002"}}""", 409, "uniqueness")]
    [InlineData("""{"userName":"ana"}""", 400, "invalidValue")]
    [InlineData("""{"name":{"givenName":"Ana"}}""", 400, "invalidValue")]
    [InlineData("""{"userName":"ana@x.org","active":"True"}""", 400, "invalidValue")]
    [InlineData("""{"userName":""", 400, "invalidSyntax")]
    public async Task A_create_that_cannot_be_is_refused(string body, int status, string scimType)
    {
        var reply = await peakon.SendAsync("POST", "/Users", body);

        AssertError(reply, status, scimType);
        Assert.Equal(3, peakon.Server.Stored("/Users").Count);
    }

    [Theory]
    [InlineData("""userName eq "Ines.CARVALHO@fjordlight.example.com" """)]
    [InlineData("""USERNAME EQ "ines.carvalho@fjordlight.example.com" """)]
    [InlineData("""emails eq "ines.carvalho@fjordlight.example.com" """)]
    [InlineData("""externalId eq "p-0003" """)]
    [InlineData("""id eq "employee_3" """)]
    [InlineData("""urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "1003" """)]
    public async Task Five_attributes_can_be_asked_for(string filter)
    {
        var reply = await peakon.FindAsync("/Users", filter);

        Assert.Equal(["ines.carvalho@fjordlight.example.com"], reply.UserNames);
    }

    [Fact]
    public async Task A_second_email_can_be_asked_for_too()
    {
        string id = await CreateAsync("ana@x.org");
        await peakon.SendAsync(
            "PUT",
            $"/Users/{id}",
            """{"userName":"ana@x.org","emails":[{"value":"ana@home.org","type":"home"}]}"""
        );

        Assert.Equal(["ana@x.org"], (await peakon.FindAsync("/Users", "emails eq \"ANA@home.org\"")).UserNames);
    }

    [Fact]
    public async Task Nobody_found_is_an_empty_list()
    {
        var reply = await peakon.FindAsync("/Users", """userName eq "nobody@x.org" """);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(0, reply.Total);
        Assert.Empty(reply.Json["Resources"]!.AsArray());
    }

    [Theory]
    [InlineData("title eq \"Engineer\"")]
    [InlineData("employeeNumber eq \"1003\"")]
    [InlineData("userName sw \"ines\"")]
    [InlineData("userName pr")]
    [InlineData("userName eq ines.carvalho@fjordlight.example.com")]
    [InlineData("userName eq 'ines.carvalho@fjordlight.example.com'")]
    [InlineData("userName eq \"a\" or userName eq \"b\"")]
    [InlineData("userName eq \"a")]
    [InlineData("userName eq")]
    [InlineData("emails[type eq \"work\"].value eq \"a\"")]
    [InlineData("")]
    public async Task Any_other_filter_is_refused(string filter)
    {
        AssertError(await peakon.FindAsync("/Users", filter), 400, "invalidFilter");
    }

    [Theory]
    [InlineData("", 50, 1, 50)]
    [InlineData("?startIndex=51", 10, 51, 50)]
    [InlineData("?startIndex=51&count=3", 3, 51, 3)]
    [InlineData("?count=200", 50, 1, 50)]
    [InlineData("?count=0", 0, 1, 0)]
    [InlineData("?startIndex=0&count=-1", 0, 1, 0)]
    [InlineData("?startIndex=61", 0, 61, 50)]
    public async Task A_page_has_at_most_50_and_itemsPerPage_is_the_size_of_a_full_one(
        string query,
        int found,
        int startIndex,
        int itemsPerPage
    )
    {
        for (int i = 4; i <= 60; i++) await CreateAsync($"user{i}@x.org");

        var reply = (await peakon.GetAsync("/Users" + query)).Json;

        Assert.Equal(60, reply["totalResults"]!.GetValue<int>());
        Assert.Equal(found, reply["Resources"]!.AsArray().Count);
        Assert.Equal(startIndex, reply["startIndex"]!.GetValue<int>());
        Assert.Equal(itemsPerPage, reply["itemsPerPage"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_patch_without_a_path_can_name_attributes_with_spaces()
    {
        var reply = await PatchAsync(
            "employee_3",
            $$$$"""{"op":"add","value":{"active":false,"{{{{Urns.Peakon}}}}":{"Date of Birth":"1990-01-02"}}}"""
        );

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.False(reply.Json["active"]!.GetValue<bool>());
        Assert.Equal("1990-01-02", reply.Json[Urns.Peakon]!["Date of Birth"]!.GetValue<string>());
        Assert.Equal("Engineering", reply.Json[Urns.Peakon]!["Team"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_patch_with_the_plain_path_of_a_core_or_enterprise_attribute_is_taken()
    {
        var reply = await PatchAsync("employee_3", $$$"""
            {"op":"replace","path":"name.givenName","value":"Ina"},{"op":"add","path":"title","value":"Lead"},
            {"op":"remove","path":"locale"},{"op":"replace","path":"{{{Urns.Enterprise}}}:department","value":"R&D"}
            """);

        Assert.Equal("""{"givenName":"Ina","familyName":"Carvalho"}""", reply.Json["name"]!.ToJsonString());
        Assert.Equal("Lead", reply.Json["title"]!.GetValue<string>());
        Assert.False(reply.Json.ContainsKey("locale"));
        Assert.Equal("""{"employeeNumber":"1003","department":"R\u0026D"}""", reply.Json[Urns.Enterprise]!.ToJsonString());
    }

    [Theory]
    [InlineData($$$"""{"op":"add","path":"{{{Urns.Peakon}}}:Date of Birth","value":"1990-01-02"}""", "invalidPath")]
    [InlineData($$$"""{"op":"add","path":"{{{Urns.Peakon}}}:Team","value":"Platform"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"a@x.org"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"shoeSize","value":"44"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"name.givenName.first","value":"44"}""", "invalidPath")]
    [InlineData("""{"op":"Replace","path":"active","value":false}""", "invalidSyntax")]
    [InlineData("""{"op":"replace","path":"active","value":"False"}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"active"}""", "invalidValue")]
    [InlineData("""{"op":"replace","value":false}""", "invalidValue")]
    [InlineData("""{"op":"remove"}""", "noTarget")]
    [InlineData($$$$"""{"op":"add","value":{"{{{{Urns.Peakon}}}}":{"Manager":"nobody@x.org"}}}""", "invalidValue")]
    public async Task Another_patch_is_refused_and_nothing_is_changed(string operation, string scimType)
    {
        var before = peakon.Server.Stored("/Users")["employee_3"];

        var reply = await PatchAsync("employee_3", """{"op":"replace","path":"title","value":"Lead"},""" + operation);

        AssertError(reply, 400, scimType);
        Assert.True(JsonNode.DeepEquals(before, peakon.Server.Stored("/Users")["employee_3"]));
    }

    [Fact]
    public async Task A_patch_that_is_no_PatchOp_is_refused()
    {
        AssertError(
            await peakon.SendAsync("PATCH", "/Users/employee_3", """{"userName":"a@x.org","active":false}"""),
            400,
            "invalidSyntax"
        );
    }

    [Fact]
    public async Task A_deleted_employee_is_gone_and_his_id_is_not_used_again()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await peakon.SendAsync("DELETE", "/Users/employee_3")).Status);

        AssertError(await peakon.GetAsync("/Users/employee_3"), 404, null);
        AssertError(await peakon.SendAsync("DELETE", "/Users/employee_3"), 404, null);
        Assert.Equal("employee_4", await CreateAsync("ines.carvalho@fjordlight.example.com"));
    }

    [Fact]
    public async Task There_are_no_groups_and_the_answer_is_not_even_JSON()
    {
        var reply = await peakon.GetAsync("/Groups");

        Assert.Equal(HttpStatusCode.NotFound, reply.Status);
        Assert.Equal("text/html", reply.MediaType);
    }

    [Fact]
    public async Task Users_as_a_whole_cannot_be_deleted()
    {
        AssertError(await peakon.SendAsync("DELETE", "/Users"), 405, null);
    }

    [Fact]
    public async Task A_body_of_another_media_type_is_refused()
    {
        AssertError(await peakon.SendAsync("POST", "/Users", """{"userName":"ana@x.org"}""", "text/plain"), 415, null);
        Assert.Equal(
            HttpStatusCode.Created,
            (await peakon.SendAsync("POST", "/Users", """{"userName":"ana@x.org"}""", "application/json")).Status
        );
    }

    [Fact]
    public async Task The_schemas_list_the_attributes_of_the_company()
    {
        var schemas = (await peakon.GetAsync("/Schemas")).Json["Resources"]!.AsArray();

        var own = schemas.Single(schema => schema!["id"]!.GetValue<string>() == Urns.Peakon)!["attributes"]!.AsArray();
        Assert.Equal(
            "dateTime",
            own.Single(attribute => attribute!["name"]!.GetValue<string>() == "Date of Birth")!["type"]!.GetValue<string>()
        );
        Assert.Equal(8, own.Count);
    }

    [Fact]
    public async Task The_service_provider_config_says_what_there_is()
    {
        var config = (await peakon.GetAsync("/ServiceProviderConfig")).Json;

        Assert.True(config["patch"]!["supported"]!.GetValue<bool>());
        Assert.True(config["bulk"]!["supported"]!.GetValue<bool>());
        Assert.False(config["sort"]!["supported"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_bulk_does_one_operation_after_the_other_and_tells_the_outcome_of_each()
    {
        var reply = await peakon.SendAsync("POST", "/Bulk", """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[
              {"method":"POST","path":"/Users","bulkId":"q1","data":{"userName":"ana@x.org"}},
              {"method":"POST","path":"/Users","bulkId":"q2","data":{"userName":"ana@x.org"}},
              {"method":"DELETE","path":"/Users/employee_3"}]}
            """);

        var outcomes = reply.Json["Operations"]!.AsArray();
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(["201", "409", "204"], outcomes.Select(outcome => outcome!["status"]!.GetValue<string>()).ToList());
        Assert.Equal($"{peakon.Server.BaseAddress}/Users/employee_4", outcomes[0]!["location"]!.GetValue<string>());
        Assert.Equal("uniqueness", outcomes[1]!["response"]!["scimType"]!.GetValue<string>());
        Assert.Equal(["employee_1", "employee_2", "employee_4"], peakon.Server.Stored("/Users").Keys.ToList());
    }

    private static void AssertError(Reply reply, int status, string? scimType, string? detail = null)
    {
        Assert.Equal(status, (int)reply.Status);
        Assert.Equal(JsonValueKind.String, reply.Json["status"]!.GetValueKind());
        Assert.Equal(scimType, reply.Json["scimType"]?.GetValue<string>());
        if (detail is not null) Assert.Equal(detail, reply.Json["detail"]!.GetValue<string>());
    }

    private async Task<string> CreateAsync(string userName) =>
        (await peakon.SendAsync("POST", "/Users", $$$"""{"userName":"{{{userName}}}"}""")).Id;

    private Task<Reply> PatchAsync(string id, string operations) =>
        peakon.SendAsync("PATCH", $"/Users/{id}", $$$"""{"schemas":["{{{Urns.PatchOp}}}"],"Operations":[{{{operations}}}]}""");
}
