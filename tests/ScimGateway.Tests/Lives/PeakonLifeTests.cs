using ScimGateway.Sandbox;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Lives;

/// <summary>Peakon: PUT only, created in two calls, attributes with spaces, managers by e-mail.</summary>
public sealed class PeakonLifeTests : IAsyncLifetime
{
    private const string Tariq = "tariq.haddad@fjordlight.example.com";

    private SandboxServer peakon = null!;
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        peakon = await SandboxServer.StartAsync("peakon");
        gateway = await Shipped.InFrontOfAsync(peakon, "peakon");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await peakon.DisposeAsync();
    }

    private static string Ana(string more) => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{Bodies.Enterprise}}","{{Shipped.Acme}}"],
         "userName":"ana@x.org","externalId":"00u1","active":true,"name":{"givenName":"Ana","familyName":"Bø"},"title":"CTO",{{more}} }
        """;

    [Fact]
    public async Task A_create_with_custom_attributes_is_a_POST_and_a_PUT_and_everything_is_stored()
    {
        Answer? created = null;
        var calls = await peakon.CallsOfAsync(async () => created = await gateway.PostAsync("Users", Ana($$"""
            "{{Bodies.Enterprise}}":{"employeeNumber":"77","department":"IT","division":"EMEA","manager":{"value":"employee_2"} },
            "{{Shipped.Acme}}":{"birthday":"1990-01-02T00:00:00Z","gender":"female","weeklyHours":37}
            """)));

        Assert.True(created!.Status == 201, created.Text);
        string id = created.Json.At("id")!;
        var stored = peakon.Stored("/Users")[id];
        Assert.Equal(["GET /Users/employee_2", "POST /Users", $"PUT /Users/{id}"], calls.Lines());
        Assert.DoesNotContain(Shipped.Peakon, calls[1].Body, StringComparison.Ordinal);
        Bodies.Same($$"""{"Job Title":"CTO","Team":"IT","Business Unit":"EMEA","Manager":"{{Tariq}}","Date of Birth":"1990-01-02","Gender":"Female","Weekly Hours":37}""", stored[Shipped.Peakon]);
        Assert.Equal(
            ("ana@x.org", "00u1", "77"),
            (stored.At("userName"), stored.At("externalId"), stored.At(Bodies.Enterprise, "employeeNumber"))
        );
        Assert.Equal(("CTO", "IT", "employee_2", "female"), (
            created.Json.At("title"),
            created.Json.At(Bodies.Enterprise, "department"),
            created.Json.At(Bodies.Enterprise, "manager", "value"),
            created.Json.At(Shipped.Acme, "gender")
        ));
        Assert.Equal($"https://gw.example/scim/v2/Users/{id}", created.Json.At("meta", "location"));
        Assert.False(created.Json!.ContainsKey(Shipped.Peakon));
    }

    [Fact]
    public async Task A_PATCH_of_attributes_with_spaces_reaches_the_target_and_keeps_the_rest()
    {
        var patched = await gateway.PatchAsync("Users/employee_3", Bodies.Patch(
            """{"op":"replace","path":"title","value":"Staff Engineer"}""",
            $$"""{"op":"add","path":"{{Shipped.Acme}}:birthday","value":"1992-07-01"}""",
            $$"""{"op":"remove","path":"{{Bodies.Enterprise}}:department"}""",
            $$"""{"op":"replace","path":"{{Bodies.Enterprise}}:manager","value":{"value":"employee_1"} }"""));

        Assert.True(patched.Status == 200, patched.Text);
        var stored = peakon.Stored("/Users")["employee_3"];
        Bodies.Same("""{"Job Title":"Staff Engineer","Business Unit":"EMEA","Date of Birth":"1992-07-01","Gender":"Female","Manager":"margit.solheim@fjordlight.example.com","Weekly Hours":37}""", stored[Shipped.Peakon]);
        Assert.Equal(
            ("Inês", "1003", "pt_PT"),
            (stored.At("name", "givenName"), stored.At(Bodies.Enterprise, "employeeNumber"), stored.At("locale"))
        );
        Assert.Equal("employee_1", patched.Json.At(Bodies.Enterprise, "manager", "value"));
    }

    [Fact]
    public async Task An_attribute_with_a_space_that_no_row_names_can_be_patched_too()
    {
        await gateway.PatchAsync(
            "Users/employee_3",
            Bodies.Patch($$"""{"op":"add","path":"{{Shipped.Peakon}}:Department","value":"Platform"}""")
        );

        var stored = peakon.Stored("/Users")["employee_3"];
        Assert.Equal(("Platform", "37"), (stored.At(Shipped.Peakon, "Department"), stored.At(Shipped.Peakon, "Weekly Hours")));
        Assert.Equal("Platform", (await gateway.GetAsync("Users/employee_3")).Json.At(Shipped.Peakon, "Department"));
    }

    [Fact]
    public async Task A_manager_is_an_id_to_the_client_and_an_email_to_Peakon()
    {
        var read = await gateway.GetAsync("Users/employee_3");
        Assert.Equal("employee_2", read.Json.At(Bodies.Enterprise, "manager", "value"));

        var replaced = await gateway.PutAsync("Users/employee_3", read.Text);

        Assert.True(replaced.Status == 200, replaced.Text);
        Assert.Equal(Tariq, peakon.Stored("/Users")["employee_3"].At(Shipped.Peakon, "Manager"));
        await gateway.PatchAsync(
            "Users/employee_3",
            Bodies.Patch($$"""{"op":"remove","path":"{{Bodies.Enterprise}}:manager"}""")
        );
        Assert.Null(peakon.Stored("/Users")["employee_3"].At(Shipped.Peakon, "Manager"));
    }

    [Fact]
    public async Task A_manager_who_is_not_there_yet_is_shown_and_not_sent()
    {
        var created = await gateway.PostAsync(
            "Users",
            Ana($$""" "{{Bodies.Enterprise}}":{"manager":{"value":"boss@example.org"} } """)
        );
        string id = created.Json.At("id")!;
        var read = await gateway.GetAsync("Users/" + id);

        Assert.Equal(201, created.Status);
        Assert.Equal("boss@example.org", created.Json.At(Bodies.Enterprise, "manager", "value"));
        Assert.Equal("boss@example.org", read.Json.At(Bodies.Enterprise, "manager", "value"));
        Assert.DoesNotContain("boss@example.org", peakon.Stored("/Users")[id].ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("userName eq \"TARIQ.haddad@fjordlight.example.com\"", "employee_2")]
    [InlineData("externalId eq \"p-0003\"", "employee_3")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"1001\"", "employee_1")]
    [InlineData("externalId eq \"p-0003\" and active eq true", "employee_3")]
    [InlineData("externalId eq \"p-0003\" and active eq false", null)]
    [InlineData("title eq \"Software Engineer\"", "employee_3")]
    [InlineData("urn:acme:2.0:User:birthday eq \"1980-11-23\"", "employee_2")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"employee_1\"", "employee_2")]
    [InlineData("not (userName co \"a\")", null)]
    public async Task A_filter_finds_what_matches_and_nothing_else(string filter, string? id) =>
        Assert.Equal(id is null ? [] : [id], (await gateway.FindAsync("Users", filter)).Select(user => user.At("id")!));

    [Fact]
    public async Task What_Peakon_can_ask_for_is_pushed_down_and_an_unfiltered_list_is_never_the_answer()
    {
        var native = await peakon.CallsOfAsync(() => gateway.FindAsync("Users", $"userName eq \"{Tariq}\""));
        var pushed = await peakon.CallsOfAsync(() => gateway.FindAsync("Users", "active eq true and externalId eq \"p-0003\""));

        Assert.Equal($"GET /Users?filter={Uri.EscapeDataString($"userName eq \"{Tariq}\"")}", native.Lines().First());
        Assert.Equal($"GET /Users?filter={Uri.EscapeDataString("externalId eq \"p-0003\"")}&count=50", pushed.Lines().First());
    }

    [Fact]
    public async Task A_filter_that_would_go_through_more_than_the_bound_is_refused_as_tooMany()
    {
        for (int number = 1; number <= 60; number++)
            await gateway.PostAsync(
                "Users",
                $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"user{{number}}@x.org"}"""
            );
        Assert.Single(await gateway.FindAsync("Users", "active eq true and title eq \"Software Engineer\""));
        await using var bounded = await Shipped.InFrontOfAsync(peakon, "peakon", top: "limits: { scanResources: 50 }");
        Answer? refused = null;

        var calls = await peakon.CallsOfAsync(async () =>
            refused = await bounded.GetAsync(Bodies.Query("Users", "title eq \"CTO\"")));

        Assert.Contains("scanResources", refused!.IsScimError(400, "tooMany").Detail, StringComparison.Ordinal);
        Assert.Equal(
            ["GET /Users?count=50"],
            calls.Lines().Where(line => line.StartsWith("GET /Users?count", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_filter_on_the_values_of_emails_is_not_sent_to_Peakon_which_does_not_know_it()
    {
        await gateway.PostAsync("Users", Ana($$""" "emails":[{"value":"ana@home.org","type":"home"}]"""));

        var found = await gateway.FindAsync("Users", "emails.value eq \"ana@home.org\"");

        Assert.Equal("ana@x.org", Assert.Single(found).At("userName"));
    }

    [Fact]
    public async Task Half_a_create_is_finished_by_its_repeat()
    {
        var half = await gateway.PostAsync(
            "Users",
            Ana($$""" "{{Bodies.Enterprise}}":{"employeeNumber":"77","division":"{{new string('x', 300)}}"}""")
        );
        half.IsScimError(400, "invalidValue");
        var (id, _) = Assert.Single(peakon.Stored("/Users"), employee => employee.Value.At("userName") == "ana@x.org");

        var repeated = await gateway.PostAsync(
            "Users",
            Ana($$""" "{{Bodies.Enterprise}}":{"employeeNumber":"77","division":"EMEA"}""")
        );

        Assert.Equal((201, id), (repeated.Status, repeated.Json.At("id")));
        var stored = Assert.Single(peakon.Stored("/Users"), employee => employee.Value.At("userName") == "ana@x.org").Value;
        Assert.Equal(("CTO", "EMEA", "77"), (
            stored.At(Shipped.Peakon, "Job Title"),
            stored.At(Shipped.Peakon, "Business Unit"),
            stored.At(Bodies.Enterprise, "employeeNumber")
        ));
    }

    [Fact]
    public async Task An_employee_with_the_number_of_another_is_a_conflict_and_a_deleted_one_is_gone()
    {
        (await gateway.PostAsync("Users", Ana($$""" "{{Bodies.Enterprise}}":{"employeeNumber":"1002"}"""))).IsScimError(
            409,
            "uniqueness"
        );

        Assert.Equal(204, (await gateway.DeleteAsync("Users/employee_3")).Status);
        Assert.False(peakon.Stored("/Users").ContainsKey("employee_3"));
        (await gateway.GetAsync("Users/employee_3")).IsScimError(404);
        (await gateway.GetAsync("Groups")).IsScimError(404);
    }
}
