using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Commands.Probes;

/// <summary>The server's answer.</summary>
internal sealed class ProbeAnswer
{
    /// <summary>Characters of a body that are shown.</summary>
    private const int Longest = 300;

    private readonly Lazy<ListResponse?> list;

    public ProbeAnswer() => list = new Lazy<ListResponse?>(() => Read(ListResponse.Read));

    public required int Status { get; init; }

    /// <summary>Its JSON; <see langword="null"/> when it sent none.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>Its JSON, if that is an object.</summary>
    public JsonObject? Object => Body as JsonObject;

    public bool HasETag { get; init; }

    /// <summary>The wait that it asks for, limited; <see langword="null"/>: it does not ask for one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The address of a created resource.</summary>
    public string? Location { get; init; }

    /// <summary>The body as text, without our credentials.</summary>
    public string Text { get; init; } = "";

    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>Whether it says that the endpoint does not exist, for any request.</summary>
    public bool IsNever => Status is 404 or 405 or 501;

    /// <summary>Status and, of an error, its message: on one line, with a limit on its length.</summary>
    public string Told => IsGood || Text.Length == 0 ? $"{Status}" : $"{Status}: {Line(Text)}";

    /// <summary>The answer as a list, read once; <see langword="null"/> when it is not one.</summary>
    public ListResponse? List => list.Value;

    /// <summary>The resource in the answer; <see langword="null"/> for an error, or another answer.</summary>
    public T? Read<T>(Func<JsonNode, T> read)
        where T : class
    {
        if (!IsGood || Body is null) return null;
        try
        {
            return read(Body);
        }
        catch (ScimException)
        {
            return null;
        }
    }

    /// <summary>A server's text, for a terminal and for a comment: one line, no control characters.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(Longest);
        foreach (char character in text.Trim())
        {
            if (line.Length == Longest) return line.Append('…').ToString();
            bool isBlank = char.IsControl(character) || char.IsWhiteSpace(character) || character is '\u2028' or '\u2029';
            if (!isBlank) line.Append(character);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        return line.ToString();
    }
}
