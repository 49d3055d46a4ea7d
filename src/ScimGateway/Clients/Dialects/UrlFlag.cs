using Microsoft.AspNetCore.Http.Features;

namespace ScimGateway.Clients.Dialects;

/// <summary>Entra's <c>aadOptscim062020</c>, which its administrators append to the base URL, and which Entra then writes in
/// front of the resource's path: <c>/scim/v2/?aadOptscim062020/Users?filter=…</c>
/// (https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility).</summary>
internal static class UrlFlag
{
    private const string Flag = "?aadOptscim062020/";

    /// <summary>Removes it from the path; among the parameters it does no harm and stays.</summary>
    public static void Remove(HttpContext context)
    {
        string query = context.Request.QueryString.Value ?? "";
        if (!query.StartsWith(Flag, StringComparison.OrdinalIgnoreCase)) return;
        var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        string rest = query[Flag.Length..];
        int end = rest.IndexOf('?', StringComparison.Ordinal);
        request.QueryString = end < 0 ? "" : rest[end..];
        request.RawTarget = request.RawTarget[..^query.Length].TrimEnd('/') + "/" + rest;
    }
}
