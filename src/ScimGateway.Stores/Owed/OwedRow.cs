using System.Text.Json.Nodes;

namespace ScimGateway.Stores.Owed;

/// <summary>What kind of work a target is owed.</summary>
public enum OwedKind
{
    /// <summary>The value of one reference, a manager's: waits for somebody who is not at the target yet.</summary>
    Reference,

    /// <summary>One element of a list of references, a member's: waits alike.</summary>
    Members,

    /// <summary>The whole resource: the second half of a create. Waits for nobody.</summary>
    Update,

    /// <summary>A deletion that is delayed. Nothing makes one yet.</summary>
    Delete,
}

/// <summary>What one resource at one target should have and does not have yet, at one path.</summary>
/// <param name="Path">The attribute, in the client's words, as <c>AttributePath</c> writes it; empty: the whole
/// resource.</param>
/// <param name="Kind">What is owed.</param>
/// <param name="WaitsType">The resource type that it waits for; empty: nothing.</param>
/// <param name="WaitsName">What the client called it: an id, a userName, whatever the mapping's <c>names</c> take; empty:
/// nobody. Compared in any case.</param>
/// <param name="Value">What the client wrote there, and what clients see until it is paid.</param>
public sealed record OwedValue(string Path, OwedKind Kind, string WaitsType, string WaitsName, JsonNode? Value)
{
    /// <summary>How long it is owed; <see langword="null"/>: 30 days (<see cref="OwedResources.Patience"/>).</summary>
    public TimeSpan? For { get; init; }
}

/// <summary>A row of <c>owed</c>.</summary>
/// <param name="Id">The resource's id at the target.</param>
/// <param name="Owed">What is owed, its value opened.</param>
/// <param name="Version">Another one each time that the row is written.</param>
/// <param name="Since">Since when, in epoch milliseconds of the database.</param>
/// <param name="Until">When it expires.</param>
/// <param name="Cause">The correlation id of the request that is the cause.</param>
public sealed record OwedRow(string Id, OwedValue Owed, long Version, long Since, long Until, string Cause);

/// <summary>What a write changes of what one resource is owed, in one unit of work: it forgets first, and then adds.</summary>
/// <param name="Gone">Rows as they were read before the write: a row that was replaced meanwhile stays.</param>
/// <param name="Added">What is owed from now on; replaces a row of the same path and name (a reference: of the same
/// path).</param>
/// <param name="Cause">The correlation id of the request.</param>
/// <param name="Client">Who made it.</param>
public sealed record OwedChange(
    IReadOnlyList<OwedRow> Gone, IReadOnlyList<OwedValue> Added, string Cause, string? Client);
