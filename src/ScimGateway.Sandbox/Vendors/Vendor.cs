using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Sandbox.Vendors;

/// <summary>One vendor's SCIM server: authentication, rate limit, and answers.</summary>
/// <remarks>It answers one request at a time, so that a read and the write after it are one step.</remarks>
internal abstract class Vendor(VendorSettings settings)
{
    private readonly Lock gate = new();
    private Throttle? throttle;

    /// <summary><c>/scim/v2</c>.</summary>
    public abstract string BasePath { get; }

    protected TimeProvider Time => settings.Time;

    /// <summary>Its own rate limit, requests per second.</summary>
    protected virtual int RequestsPerSecond => int.MaxValue;

    /// <summary>Its answer to a wrong bearer token.</summary>
    protected virtual ScimException BadToken => ScimException.Unauthorized("The bearer token is missing or wrong.");

    /// <summary>Whether it answers this request without a token.</summary>
    protected virtual bool IsOpen(Ask ask) => false;

    public Answer Handle(Ask ask)
    {
        lock (gate) return Attempt(ask, Guarded);
    }

    public IReadOnlyDictionary<string, JsonObject> Stored(string endpoint)
    {
        lock (gate) return Store(endpoint).Copy();
    }

    /// <summary>The resources of an endpoint (<c>/Users</c>).</summary>
    protected abstract ResourceStore Store(string endpoint);

    /// <summary>Answers one authenticated request.</summary>
    /// <exception cref="ScimException">For the vendor to word in <see cref="Refuse"/>.</exception>
    protected abstract Answer Route(Ask ask);

    protected abstract Answer Refuse(ScimException fault);

    protected Answer Attempt(Ask ask, Func<Ask, Answer> answer)
    {
        try
        {
            return answer(ask);
        }
        catch (ScimException fault)
        {
            return Refuse(fault);
        }
    }

    protected static ArgumentException NoEndpoint(string endpoint) =>
        new($"There is no endpoint \"{endpoint}\" here.", nameof(endpoint));

    private Answer Guarded(Ask ask)
    {
        throttle ??= new Throttle(settings.RequestsPerSecond ?? RequestsPerSecond, settings.Time);
        if (!IsOpen(ask) && !IsBearer(ask.Authorization)) throw BadToken;
        if (!throttle.Admits()) throw new ScimException(429, null, "Too many requests");
        return Route(ask);
    }

    private bool IsBearer(string authorization) =>
        authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        && authorization["Bearer ".Length..] == settings.Token;
}
