namespace ScimGateway.Scim.Policies;

/// <summary>What is accepted although the RFCs refuse it, one bit for each leniency. Strict is <see cref="None"/>.</summary>
/// <remarks>Leniencies belong to one client's profile, never to all clients: several vendors' quirks contradict each other, and a
/// global leniency hides data loss.</remarks>
[Flags]
public enum Leniency
{
    /// <summary>Only what the RFCs allow.</summary>
    None = 0,

    /// <summary><c>externalId eq jyoung</c>: a literal without its quotation marks.</summary>
    UnquotedLiterals = 1 << 0,

    /// <summary><c>userName eq 'ana'</c>.</summary>
    SingleQuotes = 1 << 1,

    /// <summary><c>emails[type eq "work"].value eq "a@x.org"</c>, Entra's form, read as <c>emails[type eq "work" and value eq
    /// …]</c>.</summary>
    ValuePathSubAttribute = 1 << 2,

    /// <summary><c>active eq "True"</c>, <c>"active": "False"</c>: literals take the type that the schema gives their
    /// attribute.</summary>
    SchemaTypedLiterals = 1 << 3,

    /// <summary>A <c>replace</c> on a value path that matches nothing creates the element (Entra), although RFC 7644 section
    /// 3.5.2.3 says <c>noTarget</c>.</summary>
    CreateOnNoMatch = 1 << 4,

    /// <summary><c>Operations</c>, <c>op</c>, <c>path</c> and <c>value</c> of a PATCH in any case; <c>Replace</c> for
    /// <c>replace</c>.</summary>
    MessageCase = 1 << 5,

    /// <summary>A message without its <c>schemas</c>.</summary>
    MissingSchemas = 1 << 6,

    /// <summary>Path-less operations with dotted and URN-colon keys (<c>"name.givenName": "Ana"</c>), Entra's
    /// aadOptscim062020.</summary>
    DottedKeys = 1 << 7,

    /// <summary><c>remove members</c> with a value array removes these members (Entra), never all of them.</summary>
    RemoveByValue = 1 << 8,

    /// <summary>A complex attribute given as its plain value (<c>manager: "u-42"</c>), as <c>""</c>, or in an array of
    /// one.</summary>
    LooseComplexValues = 1 << 9,

    /// <summary>Read-only attributes in a PATCH are dropped instead of refused (Okta sends <c>id</c> again).</summary>
    IgnoreReadOnly = 1 << 10,

    /// <summary>A role whose value is a JSON document in a string (Entra's AppRoleAssignmentsComplex).</summary>
    JsonInStrings = 1 << 11,

    /// <summary>Bodies and PATCHes of SCIM 1.1 (<c>urn:scim:schemas:core:1.0</c>, <c>managerId</c>, <c>meta.attributes</c>), and
    /// its URIs in paths and filters.</summary>
    Scim11 = 1 << 12,

    /// <summary>A space inside a quoted literal of an e-mail stands for a plus that the client forgot to encode.</summary>
    PlusInLiterals = 1 << 13,

    /// <summary>A look-up of users or groups at a target that does not have this type finds nobody, instead of 404: the
    /// connection tests of Entra and Okta look for groups, whether any are provisioned or not.</summary>
    AbsentTypes = 1 << 14,

    /// <summary>A PUT keeps attributes that it leaves out or sets to <c>null</c>, and clears those that it sets to <c>[]</c>
    /// (JumpCloud's minimal PUT, with <c>"emails": null</c>). RFC 7644 section 3.5.1 lets a server choose; without this leniency
    /// every missing attribute is removed.</summary>
    PartialReplace = 1 << 15,

    /// <summary><c>"title": ""</c> means that there is no title: an unset macro in OneLogin's template.</summary>
    EmptyStrings = 1 << 16,

    /// <summary>If a target changes the case of a <c>userName</c>, the answer has it in the case that the client wrote in the
    /// request (Okta). It is the same name in any case (RFC 7643 section 4.1.1).</summary>
    EchoedCase = 1 << 17,
}
