using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ScimGateway.Scim.Bulk;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Bulk;

/// <summary>Plans of random requests, done against a server in memory.</summary>
public sealed class BulkModelTests
{
    private const int Names = 6;

    [Fact]
    public void Whatever_refers_to_whatever_everything_is_there_in_the_end() =>
        Prop.ForAll(Requests().ToArbitrary(), text =>
        {
            var request = BulkPlanTests.Request(text);
            var server = new Server();
            foreach (var step in BulkPlan.Of(request).Steps) server.Do(step);
            return server.Done.Order().SequenceEqual(Enumerable.Range(0, request.Operations.Count))
                && request.Operations.All(operation => server.Holds(operation));
        }).QuickCheckThrowOnFailure();

    // Every name is made once, in any order, and refers to any others; some are changed afterwards, or before they are made.
    private static Gen<string> Requests() =>
        from references in Gen.ArrayOf(Gen.SubListOf(Enumerable.Range(0, Names)), Names)
        from order in Gen.Shuffle(Enumerable.Range(0, Names).ToArray())
        from patched in Gen.SubListOf(Enumerable.Range(0, Names))
        from targets in Gen.ArrayOf(Gen.Choose(0, Names - 1), Names)
        from isFirst in Gen.Elements(true, false)
        let posts = order.Select(name => Said("POST", $"n{name}", references[name]))
        let patches = patched.Select(name => Said("PATCH", $"@n{name}", [targets[name]]))
        select string.Join(", ", isFirst ? patches.Concat(posts) : posts.Concat(patches));

    private static string Said(string method, string name, IEnumerable<int> references) =>
        $"{method} {name}" + (references.Any() ? " -> " + string.Join(' ', references.Select(reference => $"n{reference}")) : "");

    private sealed class Server
    {
        private static readonly ReadingRules Rules = new(ResourceType.Group);

        private readonly Dictionary<string, string> ids = [];
        private readonly Dictionary<string, JsonObject> groups = [];

        public List<int> Done { get; } = [];

        public void Do(BulkStep step)
        {
            var operation = step.Operation.Resolve(ids);
            if (!step.Completes) Done.Add(operation.Index);
            if (operation.Method == ScimOperation.Create)
            {
                ids.Add(operation.BulkId!, $"id-{ids.Count}");
                groups.Add(ids[operation.BulkId!], operation.Data!);
                return;
            }

            var message = operation.Data!;
            message["schemas"] ??= new JsonArray(SchemaUrns.PatchOp);
            var patched = PatchEngine.Apply(groups[operation.Id!], PatchRequest.Parse(message, Rules), Rules);
            groups[operation.Id!] = patched.Resource;
        }

        /// <summary>Whether every member that an operation names is in the group that it is about.</summary>
        public bool Holds(BulkOperation operation)
        {
            var resolved = operation.Resolve(ids);
            string id = resolved.Id ?? ids[operation.BulkId!];
            var members = (groups[id]["members"] as JsonArray ?? []).Select(member => (string?)member!["value"]);
            return (operation with { Id = null })
                .FindReferences()
                .Select(name => ids[name])
                .All(member => members.Contains(member));
        }
    }
}
