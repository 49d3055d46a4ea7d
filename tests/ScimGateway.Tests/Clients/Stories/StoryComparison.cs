using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Tests.Clients.Stories;

/// <summary>Tells where JSON is not what a story says, a line a difference.</summary>
/// <param name="names">Learns what the story gives a name.</param>
/// <param name="exact">Whether what the story does not name may not be there.</param>
internal sealed class StoryComparison(StoryNames names, bool exact)
{
    private static readonly JsonSerializerOptions AsPeopleRead = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<string> differences = [];

    public static IReadOnlyList<string> Between(JsonNode? said, JsonNode? actual, StoryNames names, bool exact)
    {
        var comparison = new StoryComparison(names, exact);
        comparison.Compare("", said, actual);
        return comparison.differences;
    }

    private void Compare(string place, JsonNode? said, JsonNode? actual)
    {
        switch (said, actual)
        {
            case (JsonObject one, JsonObject other):
                foreach (var (name, value) in one) Compare($"{place}/{name}", value, other[name]);
                if (exact) differences.AddRange(other
                    .Where(member => !one.ContainsKey(member.Key) && !SaysNothing(member.Value))
                    .Select(member => $"{place}/{member.Key}: {Shown(member.Value)} is there, and should not be"));
                break;
            case (JsonArray one, JsonArray other):
                for (int i = 0; i < Math.Max(one.Count, other.Count); i++)
                {
                    if (i >= one.Count) differences.Add($"{place}/{i}: {Shown(other[i])} is there, and should not be");
                    else if (i >= other.Count) differences.Add($"{place}/{i}: {Shown(one[i])} is missing");
                    else Compare($"{place}/{i}", one[i], other[i]);
                }

                break;
            default:
                if (!Same(said, actual)) differences.Add($"{place}: expected {Shown(said)}, found {Shown(actual)}");
                break;
        }
    }

    private bool Same(JsonNode? said, JsonNode? actual) =>
        said.IsString(out string? text) && actual.IsString(out string? other)
            ? names.Fits(text, other)
            : JsonNode.DeepEquals(said, actual);

    // RFC 7643 section 2.5; some servers keep the empty shell of an extension.
    private static bool SaysNothing(JsonNode? value) => value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private string Shown(JsonNode? value) => value is null ? "nothing" : names.Fill(value.ToJsonString(AsPeopleRead));
}
