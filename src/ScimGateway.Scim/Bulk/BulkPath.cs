using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Scim.Bulk;

/// <summary>The path of an operation, relative to the server's root: <c>/Users</c> with POST, <c>/Users/2819c223</c> otherwise
/// (RFC 7644 section 3.7).</summary>
internal static class BulkPath
{
    /// <returns>The endpoint, and the decoded id behind it.</returns>
    public static string[] Read(string? path, ScimOperation method, string place)
    {
        if (path is null) throw ScimException.InvalidSyntax($"{place} needs a path.");
        string[] segments = (path.StartsWith('/') ? path[1..] : path).Split('/');
        if (method == ScimOperation.Create && segments is [_, ""]) segments = segments[..1];
        bool isRelative = path.IndexOfAny(['?', '#']) < 0 && !path.Contains("://", StringComparison.Ordinal);
        int expected = method == ScimOperation.Create ? 1 : 2;
        if (!isRelative || segments.Length != expected || segments.Contains("")) throw Wrong(path, method, place);
        return [.. segments.Select(Uri.UnescapeDataString)];
    }

    private static ScimException Wrong(string path, ScimOperation method, string place) => ScimException.InvalidValue(
        $"{place}.path is \"{path}\"; expected {(method == ScimOperation.Create ? "an endpoint, such as /Users." : "one resource, such as /Users/2819c223.")}");
}
