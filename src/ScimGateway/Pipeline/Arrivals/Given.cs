using System.Buffers;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Pipeline.Arrivals;

/// <summary>What the client gets.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">Writes the JSON body; <see langword="null"/>: there is none.</param>
internal sealed record Given(int Status, Action<PooledBuffer>? Body = null)
{
    public Given(int status, JsonObject body)
        : this(status, output => ScimJson.WriteTo(output, body))
    {
    }

    /// <summary>Above it, a copy of the body costs more than the system call that saves it: before the response is started,
    /// Kestrel keeps what is written for later.</summary>
    public const int Large = 64 * 1024;

    /// <summary>So much of an answer waits in the connection.</summary>
    public const int Slice = 1024 * 1024;

    private const int Small = 4096;

    /// <summary>About how many bytes the body will have, where that is known before.</summary>
    public int Size { get; init; }

    /// <summary>For 201 (RFC 7644 section 3.3).</summary>
    public string? Location { get; init; }

    /// <summary>The <c>ETag</c> (RFC 7644 section 3.14).</summary>
    public EntityTag? Version { get; init; }

    /// <summary>Writes, and leaves the last flush to the end of the request: the audit has the record before the client has the
    /// whole answer. The whole body is there before the first byte of it: a fault in it can still become an error.</summary>
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
        // What a client does not read would be held twice.
        for (; rest.Length > Slice; rest = rest[Slice..])
            await response.BodyWriter.WriteAsync(rest[..Slice], response.HttpContext.RequestAborted);
        response.BodyWriter.Write(rest.Span);
    }
}
