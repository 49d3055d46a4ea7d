using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Versions;

/// <summary>A version made from a resource itself, for servers that have none (RFC 7643 section 3.1 <c>meta.version</c>).</summary>
public static class ResourceVersion
{
    /// <summary>The same for everything that says the same: members and values in another order, <c>1.0</c> for <c>1</c>, and nothing
    /// (<c>null</c>, <c>[]</c>, <c>{}</c>) named or not. <c>meta.version</c> does not count, nor does what only tells the address that
    /// the client asked at (<c>meta.location</c>, <c>$ref</c>).</summary>
    /// <returns>A weak tag; 64 bits of a hash (<c>XXH64</c>), which tell changes apart and prove nothing.</returns>
    public static EntityTag Of(JsonObject resource)
    {
        using var text = new PooledBuffer();
        VersionText.Write(text, resource);
        return new EntityTag(EntityTagText.Digest(text.Written.Span));
    }

    /// <summary>The same of a resource that nobody has read: another one whenever a byte of it differs, its order included.</summary>
    public static EntityTag Of(ReadOnlySpan<byte> utf8) => new(EntityTagText.Digest(utf8));
}
