using ScimGateway.Scim.Messages;
using ScimGateway.Stores.Owed;

namespace ScimGateway.Emulation.Owed;

/// <summary>A write, parted in what the target gets and what it is owed.</summary>
/// <param name="Sent">What the target gets; <see langword="null"/>: there is nothing left of it.</param>
/// <param name="Gone">What it is owed no more, once it has taken the rest.</param>
/// <param name="Added">What it is owed from then on.</param>
internal sealed record OwedWrite(ScimRequest? Sent, IReadOnlyList<OwedRow> Gone, IReadOnlyList<OwedValue> Added);
