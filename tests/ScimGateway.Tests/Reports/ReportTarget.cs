using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Reports;

/// <summary>A target with one resource that does what it is told, by the letter of RFC 7644 and without any schema.</summary>
internal sealed class ReportTarget(JsonObject? resource) : IAsyncDisposable
{
    private FakeTarget? target;

    /// <summary>What it holds.</summary>
    public JsonObject? Stored { get; private set; } = resource;

    public string Url => target!.Url;

    public async Task<ReportTarget> StartAsync()
    {
        target = await FakeTarget.StartAsync(async (context, request) =>
        {
            var (status, body) = Answer(request);
            await context.AnswerAsync(status, body);
        });
        return this;
    }

    public ValueTask DisposeAsync() => target!.DisposeAsync();

    private (int Status, string Body) Answer(TargetRequest request)
    {
        switch (request.Method)
        {
            case "GET" when request.PathAndQuery.Count(character => character == '/') == 1:
                return (200, $$"""{"totalResults":{{(Stored is null ? 0 : 1)}},"Resources":[{{Stored?.ToJsonString()}}]}""");
            case "GET":
                break;
            case "POST":
            case "PUT":
                Stored = Json(request.Body);
                Stored["id"] = "1";
                break;
            case "PATCH" when !Json(request.Body).ContainsKey("Operations"):
                Stored = Merged(Stored!, Json(request.Body));
                break;
            case "PATCH":
                var rules = new ReadingRules();
                Stored = PatchEngine.Apply(Stored!, PatchRequest.Parse(Json(request.Body), rules), rules).Resource;
                break;
            default:
                return (405, "");
        }

        return (request.Method == "POST" ? 201 : 200, Stored!.ToJsonString());
    }

    // RFC 7396.
    private static JsonObject Merged(JsonObject there, JsonObject body)
    {
        var merged = (JsonObject)there.DeepClone();
        foreach (var (name, value) in body)
            if (value is null) merged.Remove(name);
            else merged[name] =
                value is JsonObject part && merged[name] is JsonObject whole ? Merged(whole, part) : value.DeepClone();
        return merged;
    }

    private static JsonObject Json(string text) => ScimJson.ParseObject(Encoding.UTF8.GetBytes(text), 64);
}
