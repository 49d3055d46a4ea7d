namespace ScimGateway.Configuration;

/// <summary>The gateway's credentials at a target (<c>auth</c>).</summary>
internal abstract record TargetAuth
{
    /// <summary>The secret part; <see langword="null"/>: there is none.</summary>
    public virtual Secret? Secret => null;
}

/// <summary><c>auth: none</c>, and the default of a sandbox.</summary>
internal sealed record NoAuth : TargetAuth;

/// <summary><c>auth: { bearer: env:NAME }</c> (RFC 6750); the token is visible ASCII without spaces.</summary>
internal sealed record BearerAuth(Secret Token) : TargetAuth
{
    public override Secret? Secret => Token;
}

/// <summary><c>auth: { basic: { user: scim, password: env:NAME } }</c> (RFC 7617); the user has no colon.</summary>
internal sealed record BasicAuth(string User, Secret Password) : TargetAuth
{
    public override Secret? Secret => Password;
}

/// <summary><c>auth: { header: { name: X-Api-Key, value: env:NAME } }</c>; both are safe to send.</summary>
internal sealed record HeaderAuth(string Name, Secret Value) : TargetAuth
{
    public override Secret? Secret => Value;
}
