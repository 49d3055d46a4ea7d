using System.Net;

namespace ScimGateway.Configuration.Reading;

/// <summary>The addresses in the file: the gateway's listeners, its public URL, the targets.</summary>
internal static class Urls
{
    /// <summary><c>http://127.0.0.1:8080</c>: it must be an address, because Kestrel would take any unknown host for "all
    /// addresses".</summary>
    public static Uri Listen(string text)
    {
        Uri url = Http(text, "write http://127.0.0.1:8080, or http://0.0.0.0:8080 for all addresses");
        if (url.Scheme == Uri.UriSchemeHttps)
            throw new ValueFaultException("https is not spoken here; write http:// and let the load balancer in front end TLS");
        if (url.AbsolutePath != "/")
            throw new ValueFaultException($"{Quoted.Url(text)} has a path; write http://address:port only");
        return url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out _)
            ? url
            : throw new ValueFaultException(
                $"{Quoted.Text(url.Host)} is not an address of this machine; write an IP address or localhost"
            );
    }

    /// <summary>A base address without a trailing slash, encoded and normalised: paths are appended to it as they are.</summary>
    public static string Base(string text) => Http(text, "write https://host/path").AbsoluteUri.TrimEnd('/');

    private static Uri Http(string text, string remedy)
    {
        // Never shown: the part before @ may be a password.
        if (text.Contains('@'))
            throw new ValueFaultException("a URL with @ may hold a password; " + remedy + " and put credentials under auth");
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
        )
            throw new ValueFaultException($"{Quoted.Url(text)} is not an absolute URL; {remedy}");
        return text.AsSpan().IndexOfAny('?', '#') < 0
            ? url
            : throw new ValueFaultException($"{Quoted.Url(text)} has a query or a fragment; {remedy}");
    }
}
