using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Random PATCHes through the gateway to a target that only takes PUT, beside a model that says in a few lines what they
/// mean: the target must end with what the model has.</summary>
public sealed class PatchModelTests
{
    private enum Kind { AddMember, RemoveMember, ReplaceMembers, RemoveAll, SetName, SetExternalId, RemoveExternalId }

    [Fact]
    public async Task A_target_holds_what_the_model_holds_after_any_PATCHes()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, PutOnlyTarget.Mapping);
        for (int seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            Step[] steps = [.. Enumerable.Range(0, 12).Select(_ => new Step(
                random.GetItems(Enum.GetValues<Kind>(), 1)[0],
                random.Next(5),
                random.GetItems(["a", "B", "ä", ""], 1)[0]
            ))];
            string path = $"Groups/{seed}";
            target.Store("/" + path, $$"""{"id":"{{seed}}","displayName":"start"}""");
            var model = new Model();
            foreach (var message in steps.Chunk(3))
            {
                foreach (var step in message) model.Take(step);
                var answer = await gateway.PatchAsync(path, Bodies.Patch([.. message.Select(Operation)]));
                Assert.True(answer.Status == 200, answer.Text);
            }

            var stored = target.Stored("/" + path);
            string told = string.Join("; ", steps.Select(step => $"{step.Kind} {step.User} {step.Text}"));
            Assert.True(model.Members.SequenceEqual(stored.Members()), $"{told}: {stored.ToJsonString()}");
            Assert.True(
                (model.Name, model.ExternalId) == (stored.At("displayName"), stored.At("externalId")),
                $"{told}: {stored.ToJsonString()}"
            );
        }
    }

    private static string Operation(Step step) => step.Kind switch
    {
        Kind.AddMember => $$"""{"op":"add","path":"members","value":[{"value":"u-{{step.User}}"}]}""",
        Kind.RemoveMember => $$"""{"op":"remove","path":"members[value eq \"u-{{step.User}}\"]"}""",
        Kind.ReplaceMembers => $$"""{"op":"replace","path":"members","value":[{"value":"u-{{step.User}}"},{"value":"u-9"}]}""",
        Kind.RemoveAll => """{"op":"remove","path":"members"}""",
        Kind.SetName => $$$"""{"op":"replace","value":{"displayName":"n{{{step.Text}}}"}}""",
        Kind.SetExternalId => $$"""{"op":"add","path":"externalId","value":"x{{step.Text}}"}""",
        Kind.RemoveExternalId => """{"op":"remove","path":"externalId"}""",
        _ => throw new InvalidOperationException($"{step.Kind} is no kind of step."),
    };

    private sealed record Step(Kind Kind, int User, string Text);

    private sealed class Model
    {
        public List<string> Members { get; } = [];

        public string? Name { get; private set; } = "start";

        public string? ExternalId { get; private set; }

        public void Take(Step step)
        {
            string user = $"u-{step.User}";
            if (step.Kind is Kind.RemoveMember) Members.Remove(user);
            if (step.Kind is Kind.ReplaceMembers or Kind.RemoveAll) Members.Clear();
            if (step.Kind is Kind.AddMember or Kind.ReplaceMembers && !Members.Contains(user)) Members.Add(user);
            if (step.Kind is Kind.ReplaceMembers) Members.Add("u-9");
            if (step.Kind is Kind.SetName) Name = "n" + step.Text;
            if (step.Kind is Kind.SetExternalId) ExternalId = "x" + step.Text;
            if (step.Kind is Kind.RemoveExternalId) ExternalId = null;
        }
    }
}
