using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Care;

/// <summary>A sealed row with all that its place is made of.</summary>
internal sealed class SealedPlace
{
    public required long Lane { get; init; }

    public required string Target { get; init; }

    public required string Type { get; init; }

    public required string Id { get; init; }

    public required string Path { get; init; }

    public required byte[] Name { get; init; }

    public required byte[] Value { get; init; }

    public static Task<IReadOnlyList<SealedPlace>> AllAsync(StoreSession session) => session.QueryAsync<SealedPlace>("""
        SELECT l.id AS Lane, l.target AS Target, l.type AS Type, l.key AS Id, o.path AS Path, o.waits_name AS Name, o.value AS Value
        FROM owed o JOIN lanes l ON l.id = o.lane
        """);

    /// <summary>Seals it with the current key, for a target of that name.</summary>
    public Task SealAsync(StoreSession session, StateKeys keys, string target)
    {
        byte[] text = keys.Open(Value, new SealPlace(Target, Type, Id, Path));
        string name = Owed.SealedRow.NameIn(text);
        return session.ExecuteAsync(
            "UPDATE owed SET target = @target, value = @value, waits_name = @name WHERE lane = @Lane AND path = @Path AND waits_name = @Name",
            new
            {
                target,
                value = keys.Seal(text, new SealPlace(target, Type, Id, Path)),
                name = name.Length == 0 ? [] : keys.Name(name),
                Lane,
                Path,
                Name,
            }
        );
    }
}
