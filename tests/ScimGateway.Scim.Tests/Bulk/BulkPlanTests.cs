using System.Text.Json.Nodes;
using ScimGateway.Scim.Bulk;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Tests.Patching;
using ScimGateway.Scim.Tests.Resources;

namespace ScimGateway.Scim.Tests.Bulk;

public sealed class BulkPlanTests
{
    public static TheoryData<string, string> Plans => CaseTable.Read("Bulk/plans.cases");

    public static TheoryData<string, string> Splits => CaseTable.Read("Bulk/splits.cases");

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_operation_finds_what_it_refers_to(string request, string plan) =>
        Assert.Equal(plan, Text(Request(request)));

    [Theory]
    [MemberData(nameof(Splits))]
    public void A_POST_in_a_circle_is_taken_in_two(string data, string expected)
    {
        var post = new BulkOperation
        {
            Index = 3,
            Method = ScimOperation.Create,
            Endpoint = "/Groups",
            BulkId = "self",
            Version = "W/\"1\"",
            Data = Acme.Json(data),
        };
        var steps = BulkPlan.Of(new BulkRequest([post], null)).Steps;
        Assert.Equal(
            expected,
            $"{Acme.Text(steps[0].Operation.Data!)} then {Acme.Text(steps[1].Operation.Data!["Operations"]!)}"
        );
        Assert.Equal(post with { Data = null }, steps[0].Operation with { Data = null });
        Assert.Equal("PATCH /Groups bulkId:self 3", $"{BulkMethod.Word(steps[1].Operation.Method)} {steps[1].Operation.Endpoint} {steps[1].Operation.Id} {steps[1].Operation.Index}");
        Assert.Equal([false, true], steps.Select(step => step.Completes));
        Assert.Equal(Acme.Text(Acme.Json(data)), Acme.Text(post.Data!));
    }

    // Each refers to each: one and a half thousand circles, and still one pass.
    [Fact]
    public void A_thousand_groups_in_one_knot_are_planned()
    {
        var names = Enumerable.Range(0, 1000).Select(number => $"g{number}").ToArray();
        string request = string.Join(", ", names.Select(
            (name, i) => $"POST {name} -> {names[(i + 1) % 1000]} {names[(i + 500) % 1000]} {names[(i + 999) % 1000]}"
        ));
        var steps = BulkPlan.Of(Request(request)).Steps;
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            steps.Where(step => !step.Completes).Select(step => step.Operation.BulkId).Order(StringComparer.Ordinal)
        );
        Assert.InRange(steps.Count(step => step.Completes), 1, 999);
    }

    internal static BulkRequest Request(string text) => new([.. text.Split(", ").Select(Operation)], null);

    private static BulkOperation Operation(string text, int index)
    {
        string[] sides = text.Split(" -> ");
        string[] words = sides[0].Split(' ');
        string[] references = sides.Length > 1 ? sides[1].Split(' ') : [];
        var method = BulkMethod.Read(words[0])!.Value;
        var elements = new JsonArray([.. references.Select(name => (JsonNode)new JsonObject { ["value"] = "bulkId:" + name })]);
        bool isCreated = method == ScimOperation.Create;
        return new BulkOperation
        {
            Index = index,
            Method = method,
            Endpoint = "/Groups",
            BulkId = isCreated ? words[1] : null,
            Id = isCreated ? null : words[1].Replace("@", "bulkId:", StringComparison.Ordinal),
            Data = method switch
            {
                ScimOperation.Delete => null,
                ScimOperation.Patch => Story.Object(
                    $$"""{"Operations":[{"op":"add","path":"members","value":{{elements.ToJsonString()}}}]}"""
                ),
                _ => new JsonObject { ["displayName"] = "x", ["members"] = elements },
            },
        };
    }

    private static string Text(BulkRequest request) =>
        string.Join(", ", BulkPlan.Of(request).Steps.Select(step => Text(step, request)));

    private static string Text(BulkStep step, BulkRequest request)
    {
        var operation = step.Operation;
        bool isCreated = operation.Method == ScimOperation.Create;
        var references = Said(operation);
        if (step.Completes) return $"POST {operation.BulkId} + {string.Join(' ', references)}";
        var without = Said(request.Operations[operation.Index]).Except(references).ToList();
        string name = isCreated ? operation.BulkId! : operation.Id!.Replace("bulkId:", "@", StringComparison.Ordinal);
        return $"{BulkMethod.Word(operation.Method)} {name}"
            + (references.Count > 0 ? " -> " + string.Join(' ', references) : "")
            + (without.Count > 0 ? " without " + string.Join(' ', without) : "");
    }

    private static IReadOnlySet<string> Said(BulkOperation operation) => (operation with { Id = null }).FindReferences();
}
