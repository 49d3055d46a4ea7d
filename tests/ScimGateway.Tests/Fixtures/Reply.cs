using System.Text.Json;
using WireMock;
using WireMock.ResponseBuilders;

namespace ScimGateway.Tests.Fixtures;

/// <summary>Answers of a <see cref="FailingTarget"/>.</summary>
public static class Reply
{
    /// <summary>Whoever is asked for by an id has that id.</summary>
    public const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana"}""";

    public const string Group = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"1","displayName":"Eng"}""";

    public static IResponseBuilder With(
        int status, string body = "", string mediaType = "application/scim+json", params (string Name, string Value)[] headers)
    {
        var reply = Headed(status, mediaType, headers);
        if (body.Length == 0) return reply;
        return body == User ? reply.WithBody(UserOf) : reply.WithBody(body);
    }

    public static IResponseBuilder With(
        int status, byte[] body, string mediaType = "application/scim+json", params (string Name, string Value)[] headers) =>
        Headed(status, mediaType, headers).WithBody(body);

    /// <summary>An answer that is given when this has been done.</summary>
    public static IResponseBuilder After(Func<Task> before, int status, string body = "") => With(status).WithBody(async asked =>
    {
        await before();
        return body == User ? UserOf(asked) : body;
    });

    /// <summary>"Come back later."</summary>
    /// <param name="retryAfter">Seconds or a date.</param>
    public static IResponseBuilder Later(int status, string retryAfter) => With(status, headers: ("Retry-After", retryAfter));

    /// <summary>The connection is reset before an answer.</summary>
    public static IResponseBuilder Reset() => Faulty(ConnectionFault.Reset);

    /// <summary>No answer for as long as the gateway waits.</summary>
    public static IResponseBuilder Never() => Faulty(ConnectionFault.Never);

    /// <summary>A success whose connection ends in the middle of its body.</summary>
    public static IResponseBuilder Cut(string part = """{"id":"1",""") => Faulty(ConnectionFault.Cut).WithBody(part);

    /// <summary>A chunked success that begins like this and sends blanks for as long as the gateway reads.</summary>
    public static IResponseBuilder Endless(string start = "{") => Faulty(ConnectionFault.Endless).WithBody(start);

    /// <summary>A chunked success that begins like this and then sends nothing for as long as the gateway waits.</summary>
    public static IResponseBuilder Stalled(string start = "{") => Faulty(ConnectionFault.Stalled).WithBody(start);

    /// <summary>A user with one of WireMock.Net's own faults: a whole answer with a body that is not what it should be.</summary>
    public static IResponseBuilder Faulty(FaultType fault) =>
        Headed(200, "application/scim+json", []).WithBody(User).WithFault(fault);

    /// <summary>By its name in a table: <c>reset</c>, <c>never</c>, <c>cut</c>, <c>endless</c>, <c>stalled</c>, or a
    /// status.</summary>
    public static IResponseBuilder Failing(string how) => how switch
    {
        "reset" => Reset(),
        "never" => Never(),
        "cut" => Cut(),
        "endless" => Endless(),
        "stalled" => Stalled(),
        _ => With(int.Parse(how)),
    };

    private static string UserOf(IRequestMessage asked) =>
        asked.PathSegments is [.., "Users", var id]
            ? User.Replace("\"1\"", JsonSerializer.Serialize(id), StringComparison.Ordinal)
            : User;

    private static IResponseBuilder Faulty(ConnectionFault fault) =>
        Headed(200, "application/scim+json", [(ConnectionFaults.Header, fault.ToString())]);

    private static IResponseBuilder Headed(int status, string mediaType, (string Name, string Value)[] headers)
    {
        var reply = Response.Create().WithStatusCode(status).WithHeader("Content-Type", mediaType);
        foreach (var (name, value) in headers) reply = reply.WithHeader(name, value);
        return reply;
    }
}
