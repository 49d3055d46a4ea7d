namespace ScimGateway.Scim.Versions;

/// <summary>A version made from a resource itself, for servers that have none (RFC 7643 section 3.1
/// <c>meta.version</c>).</summary>
public static class ResourceVersion
{
    /// <summary>A different one whenever a byte of the resource differs, its order included.</summary>
    /// <returns>A weak tag; 64 bits of a hash (<c>XXH64</c>), which distinguish changes and are no proof.</returns>
    public static EntityTag Of(ReadOnlySpan<byte> utf8) => new(EntityTagText.Digest(utf8));
}
