using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ScimGateway.Sandbox.Vendors;

namespace ScimGateway.Sandbox;

/// <summary>Passes HTTP requests to a vendor and writes its answers; records each request.</summary>
internal sealed class SandboxEndpoint(Vendor vendor, CallLog log)
{
    public async Task HandleAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        log.Add(new RecordedCall(context.Request.Method, target, Headers(context.Request), Encoding.UTF8.GetString(body.Span)));
        await WriteAsync(context, vendor.Handle(Read(context.Request, target, body)));
    }

    private Ask Read(HttpRequest request, string target, ReadOnlyMemory<byte> body) => new()
    {
        Method = request.Method,
        Root = $"{request.Scheme}://{request.Host}{vendor.BasePath}",
        Path = Segments(target),
        Query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
        Authorization = request.Headers.Authorization.ToString(),
        ContentType = request.ContentType,
        Body = body,
    };

    // From the request line, not from Request.Path: Kestrel leaves %2F encoded there, and an id may hold a slash.
    private string[]? Segments(string target)
    {
        string path = target.Split('?')[0];
        if (!path.StartsWith(vendor.BasePath + "/", StringComparison.Ordinal)) return null;
        return [.. path[(vendor.BasePath.Length + 1)..].Split('/').Select(Uri.UnescapeDataString)];
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }

    private static Dictionary<string, string> Headers(HttpRequest request) => request.Headers.ToDictionary(
        header => header.Key,
        header => string.Join(", ", header.Value.AsEnumerable()),
        StringComparer.OrdinalIgnoreCase);

    private static async Task WriteAsync(HttpContext context, Answer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        if (answer.Allow is not null) response.Headers.Allow = answer.Allow;
        if (answer.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (answer.ContentType is null) return;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
