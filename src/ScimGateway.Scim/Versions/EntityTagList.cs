using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Versions;

/// <summary>The value of <c>If-Match</c> or <c>If-None-Match</c> (RFC 9110 section 13.1): some tags, or <c>*</c>.</summary>
/// <param name="IsAny">Whether it is <c>*</c>.</param>
/// <param name="Tags">Empty with <c>*</c>.</param>
public sealed record EntityTagList(bool IsAny, IReadOnlyList<EntityTag> Tags)
{
    /// <summary>Reads a header; several of one name are joined by commas before.</summary>
    /// <param name="header">Its value.</param>
    /// <param name="name">Its name, for the sentence.</param>
    /// <exception cref="ScimException"><c>invalidValue</c>: it is neither.</exception>
    public static EntityTagList Parse(string header, string name)
    {
        if (header.Trim() == "*") return new(true, []);
        var tags = new List<EntityTag>();
        int at = 0;
        while (SkipTo(header, ref at))
        {
            int end = EntityTagText.Read(header, at, out var tag);
            if (end < 0) throw Broken(header, name);
            tags.Add(tag!);
            at = end;
            while (at < header.Length && header[at] is ' ' or '\t') at++;
            if (at < header.Length && header[at] != ',') throw Broken(header, name);
        }

        return tags.Count > 0 ? new(false, tags) : throw Broken(header, name);
    }

    /// <summary>Whether it matches the resource: <c>If-Match</c> requires it, <c>If-None-Match</c> forbids it.</summary>
    /// <param name="current">The version; <see langword="null"/> when there is no resource, which never matches.</param>
    public bool Names(EntityTag? current)
    {
        if (current is null || IsAny) return current is not null;
        foreach (var tag in Tags)
            if (tag.Matches(current)) return true;
        return false;
    }

    // A list may have empty elements (RFC 9110 section 5.6.1.2).
    private static bool SkipTo(string header, ref int at)
    {
        while (at < header.Length && header[at] is ' ' or '\t' or ',') at++;
        return at < header.Length;
    }

    private static ScimException Broken(string header, string name) =>
        ScimException.InvalidValue(
            $"{name} is '{header}'; expected * or entity tags such as W/\"3694e05e\", with commas between them."
        );
}
