using System.Text.Json.Nodes;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Messages;

/// <summary>An answer in the common form: every <see cref="JsonObject"/> in here is in RFC words. Faults are not answers:
/// they are <see cref="Errors.ScimException"/>s.</summary>
public sealed record ScimAnswer
{
    private JsonObject? resource;
    private ListResponse? list;

    /// <summary>200, 201 or 204.</summary>
    public required int Status { get; init; }

    /// <summary>For Create, Read, Replace and Patch; <see langword="null"/> with 204.</summary>
    public JsonObject? Resource
    {
        get => resource ??= UnreadResource?.Read();
        init => resource = value;
    }

    /// <summary>For List.</summary>
    public ListResponse? List
    {
        get => list ??= UnreadList?.Read();
        init => list = value;
    }

    /// <summary>The resource as the target's bytes, which are copied without parsing if possible.</summary>
    public Unread<JsonObject>? UnreadResource { get; init; }

    /// <summary>The resource's bytes as the target sent them; empty: it sent none, or the gateway made the answer.</summary>
    public ReadOnlyMemory<byte> Original { get; init; }

    /// <summary>A page of a list, not read yet.</summary>
    public UnreadPage? UnreadList { get; init; }

    /// <summary>The metadata of the page of a List, whether it is read or not; <see langword="null"/> for another
    /// operation.</summary>
    public PageOutline? Outline => list is null
        ? UnreadList?.Outline
        : new PageOutline(list.Resources.Count, list.TotalIsKnown ? list.TotalResults : null, list.NextCursor)
        {
            StartIndex = list.ToldStartIndex,
            ToldTotal = list.ToldTotal,
        };

    /// <summary>One resource of a List's page; the others stay unread.</summary>
    /// <param name="index">Its place on the page, from 0.</param>
    public JsonObject ReadAt(int index) => list is null ? UnreadList!.ReadAt(index) : list.Resources[index];

    /// <summary>The id of one resource of a List's page.</summary>
    /// <param name="index">Its place on the page, from 0.</param>
    public string IdAt(int index) => list is null ? UnreadList!.IdAt(index) : list.Resources[index]["id"]!.GetValue<string>();

    /// <summary>The version of the resource (RFC 7644 section 3.14), the same in every answer until a change;
    /// <see langword="null"/>: unknown.</summary>
    public EntityTag? Version { get; init; }

    /// <summary>Whether the target itself has given the version, and understands it in an <c>If-Match</c>.</summary>
    public bool IsVersionOfTarget { get; init; }

    /// <summary>Whether there is a resource, read or not.</summary>
    public bool HasResource => resource is not null || UnreadResource is not null;

    /// <summary>Whether it is still unread: a resource that was read may have been changed, and replaces the bytes.</summary>
    public bool IsUnread => resource is null && list is null && (UnreadResource is not null || UnreadList is not null);
}
