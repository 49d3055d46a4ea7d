using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Messages;

/// <summary>A page of a list as a target's bytes: its metadata is known without reading its resources, and each of these can be
/// read alone, so that a whole collection in one answer need not become one tree.</summary>
public abstract class UnreadPage : Unread<ListResponse>
{
    /// <summary>The metadata of the page.</summary>
    /// <exception cref="Errors.ScimException">502: it cannot be read.</exception>
    public abstract PageOutline Outline { get; }

    /// <summary>The bytes of its answer.</summary>
    public abstract int Length { get; }

    /// <summary>Reads one resource.</summary>
    /// <param name="index">Its place on the page, from 0.</param>
    /// <exception cref="Errors.ScimException">502: it cannot be read; 500: the mapping is at fault.</exception>
    public abstract JsonObject ReadAt(int index);

    /// <summary>The id of one resource, without reading the resource if possible.</summary>
    /// <param name="index">Its place on the page, from 0.</param>
    /// <exception cref="Errors.ScimException">As <see cref="ReadAt"/>; 502: it has none.</exception>
    public virtual string IdAt(int index) => ReadAt(index)["id"]!.GetValue<string>();
}

/// <summary>The metadata of a page, without its resources.</summary>
/// <param name="Count">The resources on it.</param>
/// <param name="TotalResults">All that match; <see langword="null"/>: the target does not say.</param>
/// <param name="NextCursor">The page after this one, in the target's own words (RFC 9865 section 2); <see langword="null"/> when
/// it names none.</param>
public sealed record PageOutline(int Count, long? TotalResults, string? NextCursor)
{
    /// <summary>The number of its first result, in the target's answer; <see langword="null"/>: it has none.</summary>
    public int? StartIndex { get; init; }

    /// <summary>All that match, in the target's answer, even if it is fewer than are on the page; <see langword="null"/>: it has
    /// none.</summary>
    public long? ToldTotal { get; init; }
}
