using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Commands.Cases;
using ScimGateway.Pipeline;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Clients.Stories;

/// <summary>Tells a story to the gateway in front of one target, and looks what that target holds then.</summary>
internal sealed class StoryTeller(Story story, string name, StoryTarget target, TestGateway gateway)
{
    private readonly StoryNames names = new();

    /// <returns>Where it went another way than the story says; empty when nowhere.</returns>
    public static async Task<string> TellAsync(Story story, string name, ScimmyServer scimmy)
    {
        await using var target = await StoryTarget.StartAsync(name, scimmy);
        return await TellAsync(story, name, target);
    }

    /// <returns>Where it went another way than the story says; empty when nowhere.</returns>
    public static async Task<string> TellAsync(Story story, string name, StoryTarget target)
    {
        var files = new Dictionary<string, string> { ["token"] = TestGateway.Token, ["target-token"] = target.Token };
        await using var gateway = await TestGateway.FromYamlAsync($$"""
            listen: http://127.0.0.1:0
            publicUrl: https://gw.example
            clients:
              - { name: test, profile: {{Client(story)}}, token: file:token, target: app }
            targets:
              - { name: app, url: "{{target.Url}}", auth: { bearer: file:target-token }, mapping: {{target.Folder}} }
            """, files);
        return await new StoryTeller(story, name, target, gateway).TellAsync();
    }

    private async Task<string> TellAsync()
    {
        foreach (var step in story.Steps)
        {
            var gets = step.GetsFrom(name);
            string sent = names.Fill(step.Sends.Text);
            var answer = await SendAsync(MessageFile.Request(sent));
            var differences = Differences(MessageFile.Answer(gets.Text), answer);
            if (differences.Count > 0) return Report(
                gets,
                $"what the client gets of '{sent.Split('\n')[0]}'",
                differences,
                $"{answer.Status}\n{CaseWriter.Pretty(answer.Text)}"
            );
            if (gets.Stops) break;
        }

        var holds = story.HoldsAt(name);
        var held = story.IsOwn(name) ? await target.OwnAsync() : await target.CommonAsync();
        var unlike = StoryComparison.Between(JsonNode.Parse(holds.Text), held, names, exact: true);
        return unlike.Count > 0 ? Report(holds, "what it holds", unlike, CaseWriter.Pretty(held.ToJsonString())) : "";
    }

    private List<string> Differences(OfflineAnswer said, Answer answer)
    {
        var differences = new List<string>();
        if (said.Status != answer.Status) differences.Add($"status: expected {said.Status}, found {answer.Status}");
        else if (answer.Status >= 400) answer.IsScimError(answer.Status, answer.Json.At("scimType"));
        if (said.Body is { } body)
            differences.AddRange(StoryComparison.Between(JsonNode.Parse(body), answer.Json, names, exact: false));
        foreach (var (header, value) in said.Headers)
            if (Header(answer, header) is var found && !names.Fits(value, found))
                differences.Add($"{header}: expected {names.Fill(value)}, found {found}");
        return differences;
    }

    private static string Header(Answer answer, string name) =>
        string.Join(", ", answer
            .Response.Headers.Concat(answer.Response.Content.Headers)
            .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(header => header.Value));

    private async Task<Answer> SendAsync(OfflineRequest asked)
    {
        using var request = new HttpRequestMessage(new HttpMethod(asked.Method), asked.Target.TrimStart('/'));
        if (asked.Body is { } body)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/scim+json"));
        foreach (var (name, value) in asked.Headers)
        {
            request.Content?.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await gateway.Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private string Report(StoryWords words, string what, IReadOnlyList<string> differences, string actual) =>
        $"{story.File}:{words.Line}, told to {name}: {what} is not what the story says.\n  {string.Join("\n  ", differences)}\nIt is:\n{actual}";

    // "strict allow unquoted-literals" → "strict, allow: [unquoted-literals]"
    private static string Client(Story story)
    {
        string[] words = story.Client.Split(' ');
        return words is [var profile, "allow" or "deny", ..]
            ? $"{profile}, {words[1]}: [{string.Join(", ", words[2..])}]"
            : story.Client;
    }
}
