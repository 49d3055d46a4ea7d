using System.Text.Json.Nodes;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Resources;

/// <summary>The body of a client's POST or PUT in the common form: the schema's spelling, the schema's types, no unassigned
/// values.</summary>
/// <param name="Resource">The resource. Attributes that no schema defines, and objects of unknown extensions, are as they were
/// sent.</param>
/// <param name="Cleared">The attributes that the client named only to say that they have no value: <c>null</c>, <c>[]</c> or
/// <c>{}</c> (RFC 7643 section 2.5). A PUT clears these; an attribute that it leaves out may be kept.</param>
public sealed record CommonForm(JsonObject Resource, IReadOnlyList<AttributePath> Cleared)
{
    /// <summary>Parses a body. Takes ownership of the nodes. Parsing the result again changes nothing more.</summary>
    /// <param name="body">The body as sent.</param>
    /// <param name="rules">The client's leniencies; its resource type must be set.</param>
    /// <exception cref="Errors.ScimException"><c>invalidSyntax</c>: two names that differ only in case, a path instead of a name,
    /// no <c>schemas</c>. <c>invalidValue</c>: a value of another type than the schema gives the attribute.</exception>
    public static CommonForm Read(JsonObject body, ReadingRules rules)
    {
        var type = rules.Type ?? throw new ArgumentException("A body is read in the words of a resource type.", nameof(rules));
        return new BodyReader(type, rules).Read(body);
    }
}
