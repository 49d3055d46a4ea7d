using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Answers;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Tests.Resources;

namespace ScimGateway.Scim.Tests.Fuzzing;

/// <summary>Where text from outside comes in, each with what must hold of what was read.</summary>
internal static class Doors
{
    private static readonly JsonObject[] Resources = [
        .. Corpus.Values.OfType<JsonObject>().Where(value => value.ContainsKey("schemas") && !value.ContainsKey("Operations")),
    ];

    private static readonly JsonObject[] Patches = [
        .. Corpus.Values.OfType<JsonObject>().Where(value => value.ContainsKey("Operations")),
    ];

    private static readonly JsonArray[] Operations = [.. Corpus.Values.OfType<JsonArray>().Where(value =>
        value.Count > 0 && value.All(element => element is JsonObject operation && operation.ContainsKey("op")))];

    private static readonly AnswerPlan Plan = new(Acme.User, answered => answered, ["emails", "title"]);

    /// <summary>A door: makes an input of the mutations, and gives how to show it and what to do with it.</summary>
    public static IReadOnlyDictionary<string, Func<Mutations, (string Shown, Action Enter)>> All { get; } =
        new Dictionary<string, Func<Mutations, (string, Action)>>(StringComparer.Ordinal)
        {
            ["filter"] = mutations => OfText(mutations, FilterOf),
            ["path"] = mutations => OfText(mutations, PathOf),
            ["query"] = mutations => OfText(mutations, QueryOf),
            ["search"] = mutations =>
                OfJson(
                    mutations,
                    new JsonObject
                    {
                        ["filter"] = mutations.Text(),
                        ["attributes"] = new JsonArray("userName"),
                        ["startIndex"] = 1,
                        ["count"] = "2",
                        ["sortBy"] = mutations.Pick(Corpus.Texts),
                    },
                    SearchOf
                ),
            ["patch"] = mutations => OfJson(mutations, Patch(mutations), PatchOf(mutations)),
            ["body"] = mutations => OfJson(mutations, mutations.Pick(Resources), BodyOf),
            ["list"] = mutations => OfJson(mutations, List(mutations), ListOf),
            ["schema"] = mutations =>
                OfJson(
                    mutations,
                    SchemaWriter.Write(
                        mutations.Pick([WellKnownSchemas.User, WellKnownSchemas.Group, WellKnownSchemas.EnterpriseUser])
                    ),
                    SchemaOf
                ),
            ["diff"] = mutations => OfJson(mutations, mutations.Pick(Resources), DiffOf(mutations.Pick(Resources))),
        };

    private static (string Shown, Action Enter) OfText(Mutations mutations, Action<string, ReadingRules> door)
    {
        var (text, rules) = (mutations.Text(), Rules(mutations));
        return ($"{rules.Type?.Name} {rules.Leniency}: {Shown(text)}", () => door(text, rules));
    }

    private static (string Shown, Action Enter) OfJson(Mutations mutations, JsonNode seed, Action<byte[], ReadingRules> door)
    {
        var (json, rules) = (mutations.Json(seed), Rules(mutations));
        return ($"{rules.Type?.Name} {rules.Leniency}: {Shown(Encoding.Latin1.GetString(json))}", () => door(json, rules));
    }

    private static ReadingRules Rules(Mutations mutations) =>
        new(
            mutations.Pick([ResourceType.User, Acme.User, ResourceType.Group, null]),
            (Leniency)mutations.Next(1 << 14) | (Leniency)mutations.Next(1 << 14)
        );

    private static string Shown(string text) =>
        text.Length > 4_000
            ? $"{JsonSerializer.Serialize(text[..4_000])}… ({text.Length} characters)"
            : JsonSerializer.Serialize(text);

    private static JsonNode List(Mutations mutations) => new JsonObject
    {
        ["schemas"] = new JsonArray(SchemaUrns.ListResponse),
        ["totalResults"] = 2,
        ["startIndex"] = 1,
        ["Resources"] = new JsonArray(mutations.Pick(Resources).DeepClone(), mutations.Pick(Resources).DeepClone()),
    };

    private static JsonNode Patch(Mutations mutations) => mutations.Next(3) == 0
        ? mutations.Pick(Patches)
        : new JsonObject
        {
            ["schemas"] = new JsonArray(SchemaUrns.PatchOp),
            ["Operations"] = mutations.Pick(Operations).DeepClone(),
        };

    private static void FilterOf(string text, ReadingRules rules)
    {
        var filter = Filter.Parse(text, rules);
        Assert.Equal(filter, Filter.Parse(filter.ToString(), rules));
        var predicate = FilterPredicate.Compile(filter, rules.Type);
        foreach (var resource in Resources.Take(40)) predicate.Matches(resource);
    }

    private static void PathOf(string text, ReadingRules rules)
    {
        var path = PatchPath.Parse(text, rules);
        if (rules.Type is not null) Assert.Equal(path, PatchPath.Parse(path.ToString(), rules));
        AttributePath.Parse(text);
    }

    private static void QueryOf(string text, ReadingRules rules)
    {
        string[] names = ["filter", "startIndex", "count", "sortBy", "sortOrder", "attributes", "excludedAttributes", "x"];
        ResourceQuery.Parse(names
            .Where((_, index) => text.Length % 7 != index)
            .Select(name => KeyValuePair.Create(name, name == "filter" ? "title pr" : text)), rules);
    }

    private static void SearchOf(byte[] utf8, ReadingRules rules) => ResourceQuery.ReadSearch(Body(utf8), rules);

    private static Action<byte[], ReadingRules> PatchOf(Mutations mutations)
    {
        var resource = mutations.Pick(Resources);
        return (utf8, rules) =>
        {
            string before = resource.ToJsonString();
            try
            {
                var patch = PatchRequest.Parse(Body(utf8), rules);
                Assert.True(
                    JsonNode.DeepEquals(patch.ToJson(), PatchRequest.Parse(patch.ToJson(), rules).ToJson()),
                    "What is canonical is read as something else."
                );
                var outcome = PatchEngine.Apply(resource, patch, rules);
                Assert.Equal(outcome.Changed, !JsonNode.DeepEquals(resource, outcome.Resource));
            }
            finally
            {
                Assert.Equal(before, resource.ToJsonString());
            }
        };
    }

    private static void BodyOf(byte[] utf8, ReadingRules rules) =>
        CommonForm.Read(Body(utf8), rules with { Type = rules.Type ?? Acme.User });

    private static void ListOf(byte[] utf8, ReadingRules rules)
    {
        _ = ScimJson.ParseObject(utf8, 64) is var body && ScimError.TryRead(body, out _, 400);
        if (UnreadList.Over(utf8, Plan, askedIndex: 1) is not { } unread) return;
        using var buffer = new PooledBuffer();
        unread.WriteTo(buffer, "https://gw.example");
        ScimJson.ParseObject(buffer.Written, 70);
        foreach (var resource in ListResponse.Read(body).Resources)
        {
            TargetForm.Repair(resource, rules.Type ?? Acme.User);
            Projection.Apply(resource, rules.Type ?? Acme.User, ResourceQuery.Empty);
        }
    }

    private static void SchemaOf(byte[] utf8, ReadingRules rules)
    {
        var schema = SchemaReader.Read(Body(utf8));
        Assert.True(
            JsonNode.DeepEquals(SchemaWriter.Write(schema), SchemaWriter.Write(SchemaReader.Read(SchemaWriter.Write(schema))))
        );
    }

    private static Action<byte[], ReadingRules> DiffOf(JsonObject before) => (utf8, rules) =>
    {
        var type = rules.Type ?? Acme.User;
        rules = rules with { Type = type };
        var after = CommonForm.Read(Body(utf8), rules).Resource;
        PatchEngine.Apply(before, PatchDiff.Between(before, after, type), rules);
    };

    private static JsonObject Body(byte[] utf8) => ScimJson.ParseBody(utf8, 32, 2_000, 300_000);
}
