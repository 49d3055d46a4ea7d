using Microsoft.AspNetCore.Http.Features;
using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Pipeline.Arrivals;

/// <summary>The path of a request as its segments, decoded exactly once, so that an id may hold <c>/</c>, <c>%</c> or
/// <c>&amp;</c>.</summary>
internal static class RequestPath
{
    public static bool IsScim(HttpContext context) =>
        context.Request.Path.StartsWithSegments(Gateway.Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The segments after <c>/scim/v2</c>; empty ones (a trailing or doubled slash) are ignored.</summary>
    /// <remarks>Reads the raw target: <c>HttpRequest.Path</c> has decoded <c>%252F</c> and <c>%2F</c> to the same text.</remarks>
    /// <exception cref="ScimException">404: the prefix is encoded, so that its end is unknown.</exception>
    public static string[] Segments(HttpContext context)
    {
        string raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        int end = raw.IndexOf('?', StringComparison.Ordinal);
        if (end < 0) end = raw.Length;
        int start = raw.AsSpan(0, end).IndexOf(Gateway.Prefix, StringComparison.OrdinalIgnoreCase);
        if (start < 0) throw ScimException.NotFound("There is nothing here; SCIM requests go to …/scim/v2/Users.");
        var path = raw.AsSpan((start + Gateway.Prefix.Length)..end);
        var segments = new List<string>(3);
        foreach (var part in path.Split('/'))
            if (!path[part].IsEmpty) segments.Add(Uri.UnescapeDataString(path[part]));
        return [.. segments];
    }
}
