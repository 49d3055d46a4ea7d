using ScimGateway.Scim.Policies;

namespace ScimGateway.Clients;

/// <summary>The leniencies that one kind of identity provider needs, and the form of its answers.</summary>
internal sealed record ClientProfile(string Name, Leniency Leniency)
{
    /// <summary>Quirks of many clients that are unambiguous.</summary>
    private const Leniency Common =
        Leniency.MessageCase
        | Leniency.MissingSchemas
        | Leniency.IgnoreReadOnly
        | Leniency.LooseComplexValues
        | Leniency.SchemaTypedLiterals
        | Leniency.RemoveByValue
        | Leniency.DottedKeys
        | Leniency.AbsentTypes
        | Leniency.JsonInStrings;

    /// <summary>The media type of answers; OneLogin's guide requires <c>application/json</c>.</summary>
    public string MediaType { get; init; } = "application/scim+json";

    /// <summary>Whether a PATCH of a group is answered without its body, which may hold 40,000 members (Entra).</summary>
    public bool EmptyGroupPatchAnswer { get; init; }

    /// <summary>All profiles, by name.</summary>
    public static IReadOnlyDictionary<string, ClientProfile> All { get; } = new[]
    {
        new ClientProfile("strict", Leniency.None),
        new ClientProfile("entra", Common | Leniency.CreateOnNoMatch | Leniency.ValuePathSubAttribute | Leniency.UnquotedLiterals)
        {
            EmptyGroupPatchAnswer = true,
        },
        new ClientProfile("okta", Common | Leniency.EchoedCase),
        new ClientProfile("jumpcloud", Common | Leniency.CreateOnNoMatch | Leniency.PartialReplace),
        new ClientProfile("onelogin", Common | Leniency.Scim11 | Leniency.EmptyStrings) { MediaType = "application/json" },
        new ClientProfile("ping", Common | Leniency.Scim11),
        new ClientProfile("google", Common),
    }.ToDictionary(profile => profile.Name, StringComparer.Ordinal);
}
