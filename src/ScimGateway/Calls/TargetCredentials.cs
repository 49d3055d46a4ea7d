using System.Net.Http.Headers;
using System.Text;
using ScimGateway.Configuration;

namespace ScimGateway.Calls;

/// <summary>The header with the gateway's credentials for a target.</summary>
internal sealed class TargetCredentials
{
    private readonly string? name;
    private readonly string value;

    private TargetCredentials(string? name, string value)
    {
        this.name = name;
        this.value = value;
    }

    public static TargetCredentials From(TargetAuth auth) => auth switch
    {
        NoAuth => new(null, ""),
        BearerAuth bearer => new("Authorization", "Bearer " + bearer.Token.Reveal()),
        BasicAuth basic => new(
            "Authorization",
            "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.User}:{basic.Password.Reveal()}"))
        ),
        HeaderAuth header => new(header.Name, header.Value.Reveal()),
        _ => throw new InvalidOperationException($"{auth.GetType().Name} is no kind of credentials."),
    };

    /// <summary>The whole header, which must not be shown; empty when there is none.</summary>
    public string Line => name is null ? "" : $"{name}: {value}";

    public void AddTo(HttpRequestHeaders headers)
    {
        if (name is not null) headers.TryAddWithoutValidation(name, value);
    }
}
