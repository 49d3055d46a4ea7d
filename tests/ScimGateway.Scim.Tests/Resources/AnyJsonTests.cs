using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Resources;

/// <summary>Whatever JSON comes in, what comes out is an answer or a <see cref="ScimException"/>.</summary>
public sealed class AnyJsonTests
{
    // Names that mean something, in right and wrong spellings, so that random bodies meet the schema.
    private static readonly string[] Names =
    [
        "schemas",
        "SCHEMAS",
        "id",
        "meta",
        "userName",
        "username",
        "active",
        "name",
        "name.givenName",
        "givenName",
        "emails",
        "value",
        "$ref",
        "type",
        "primary",
        "password",
        "groups",
        "members",
        "created",
        "location",
        "x",
        SchemaUrns.User,
        SchemaUrns.User + ":title",
        SchemaUrns.EnterpriseUser,
        SchemaUrns.EnterpriseUser + ":manager",
        "manager",
        Acme.Urn,
        Acme.Urn + ":floor",
        "floor",
        "badge",
        "urn:x:1",
        "Resources",
        "totalResults",
        "status",
        "detail",
        "errors",
        "error",
        "message",
    ];

    private static readonly JsonNode?[] Scalars =
        [null, "", "a", "True", "42", SchemaUrns.User, "urn:scim:schemas:core:1.0", 7, -1.5, 1700000000000, true, false];

    private static readonly Gen<string> Texts = Gen.Sized(size => Value(Math.Min(size, 24)))
        .Select(node => node?.ToJsonString() ?? "null");

    private static readonly Gen<string> Bodies = Gen.Sized(size => Object(Math.Min(size, 24)))
        .Select(node => node!.ToJsonString());

    private static readonly Gen<Leniency> Leniencies = Gen.Choose(0, (1 << 14) - 1).Select(bits => (Leniency)bits);

    [Fact]
    public void Any_body_is_read_or_refused_and_reading_it_again_changes_nothing() => Hold(Bodies, Leniencies, (body, leniency) =>
    {
        var rules = new ReadingRules(Acme.User, leniency);
        try
        {
            string once = CommonForm.Read(Parse(body), rules).Resource.ToJsonString();
            var again = CommonForm.Read(Parse(once), rules);
            return once == again.Resource.ToJsonString() && again.Cleared.Count == 0;
        }
        catch (ScimException fault)
        {
            return fault.Status == 400;
        }
    });

    [Fact]
    public void Any_answer_becomes_a_resource_and_a_second_repair_finds_nothing_to_do() => Hold(Bodies, Bodies, (body, _) =>
    {
        string once = TargetForm.Repair(Parse(body), Acme.User).ToJsonString();
        return once == TargetForm.Repair(Parse(once), Acme.User).ToJsonString()
            && once.StartsWith($$"""{"schemas":["{{SchemaUrns.User}}""", StringComparison.Ordinal);
    });

    [Fact]
    public void No_address_but_the_gateways_survives() => Hold(Bodies, Bodies, (body, _) =>
    {
        var resource = TargetForm.Repair(Parse(body), Acme.User);
        ResourceLocation.Stamp(resource, Acme.User, "https://gw.example");
        return resource["meta"]!["location"] is not { } location
            || ((string)location!).StartsWith("https://gw.example/Users/", StringComparison.Ordinal);
    });

    [Fact]
    public void No_projection_shows_a_password_or_hides_the_id() => Hold(Bodies, Gen.Elements(Names), (body, name) =>
    {
        var resource = Parse(body);
        bool hasId = resource.ContainsKey("id");
        var query = new ResourceQuery { ExcludedAttributes = [new AttributePath(null, name)] };
        Projection.Apply(resource, Acme.User, query);
        bool shown = resource.ContainsKey("id");
        Projection.Apply(resource, Acme.User, new ResourceQuery { Attributes = query.ExcludedAttributes });
        return shown == hasId && resource.ContainsKey("id") == hasId && !resource.ContainsKey("password");
    });

    [Fact]
    public void Any_answer_to_a_query_is_a_list_or_502() => Hold(Texts, Bodies, (text, body) =>
    {
        try
        {
            ScimError.TryRead(Parse(body), out var error, 400);
            return ListResponse.Read(ScimJson.Parse(Encoding.UTF8.GetBytes(text), 64)).TotalResults >= 0
                && error is null or { Status: 400 };
        }
        catch (ScimException fault)
        {
            return fault.Status == 502;
        }
    });

    private static void Hold<TFirst, TSecond>(Gen<TFirst> first, Gen<TSecond> second, Func<TFirst, TSecond, bool> law) =>
        Prop.ForAll(Arb.From(first), Arb.From(second), law).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static JsonObject Parse(string text) => ScimJson.ParseObject(Encoding.UTF8.GetBytes(text), 64);

    private static Gen<JsonNode?> Value(int size) =>
        size <= 1 ? Scalar() : Gen.Frequency((3, Scalar()), (2, Object(size / 2)), (2, Array(size / 2)));

    private static Gen<JsonNode?> Scalar() => Gen.Elements(Scalars).Select(node => node?.DeepClone());

    private static Gen<JsonNode?> Array(int size) =>
        from count in Gen.Choose(0, 3)
        from values in Value(size).ListOf(count)
        select (JsonNode?)new JsonArray([.. values.Select(node => node?.DeepClone())]);

    private static Gen<JsonNode?> Object(int size) =>
        from count in Gen.Choose(0, 6)
        from names in Gen.Elements(Names).ListOf(count)
        from values in Value(size).ListOf(count)
        select (JsonNode?)new JsonObject(names.Zip(values).DistinctBy(pair => pair.First, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.First, pair.Second?.DeepClone())));
}
