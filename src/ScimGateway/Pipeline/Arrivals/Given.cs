using System.Buffers;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Pipeline.Arrivals;

/// <summary>The answer to the client.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">Writes the JSON body; <see langword="null"/>: there is none.</param>
internal sealed record Given(int Status, Action<PooledBuffer>? Body = null)
{
    public Given(int status, JsonObject body)
        : this(status, output => ScimJson.WriteTo(output, body))
    {
    }

    /// <summary>Above this size, a copy of the body costs more than the system call that it saves: before the response is
    /// started, Kestrel buffers what is written.</summary>
    public const int Large = 64 * 1024;

    /// <summary>How much of an answer waits in the connection.</summary>
    public const int Slice = 1024 * 1024;

    private const int Small = 4096;

    /// <summary>The approximate size of the body, if it is known before.</summary>
    public int Size { get; init; }

    /// <summary>For 201 (RFC 7644 section 3.3).</summary>
    public string? Location { get; init; }

    /// <summary>The <c>ETag</c> (RFC 7644 section 3.14).</summary>
    public EntityTag? Version { get; init; }

    /// <summary>Writes, and leaves the last flush to the end of the request: the audit has the record before the client has the
    /// whole answer. The whole body is made before its first byte is sent: a fault in it can still become an error.</summary>
    /// <param name="response">Its media type is set.</param>
    public async ValueTask WriteAsync(HttpResponse response)
    {
        using var buffer = new PooledBuffer(Math.Max(Size, Small));
        Body?.Invoke(buffer);
        response.StatusCode = Status;
        if (Location is not null) response.Headers.Location = Location;
        if (Version is not null) response.Headers.ETag = Version.ToString();
        if (Body is null)
        {
            response.ContentType = null;
            return;
        }

        response.ContentLength = buffer.Length;
        if (buffer.Length > Large) await response.StartAsync();
        var rest = buffer.Written;
        // A body that the client reads slowly would be held twice.
        for (; rest.Length > Slice; rest = rest[Slice..])
            await response.BodyWriter.WriteAsync(rest[..Slice], response.HttpContext.RequestAborted);
        response.BodyWriter.Write(rest.Span);
    }
}
