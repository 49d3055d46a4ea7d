using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Owed;

/// <summary>A row of <c>owed</c> as the database holds it: what a client wrote, the name included, is sealed.</summary>
internal sealed class SealedRow
{
    public const string Columns =
        "l.key AS Id, o.path AS Path, o.kind AS Kind, o.waits_type AS WaitsType, o.value AS Value, o.version AS Version, "
        + "o.since AS Since, o.until AS Until, o.cause AS Cause";

    public required string Id { get; init; }

    public required string Path { get; init; }

    public required long Kind { get; init; }

    public required string WaitsType { get; init; }

    public required byte[] Value { get; init; }

    public required long Version { get; init; }

    public required long Since { get; init; }

    public required long Until { get; init; }

    public required string Cause { get; init; }

    public static byte[] Seal(OwedValue owed, StateKeys keys, SealPlace place)
    {
        var text = new JsonObject { ["name"] = owed.WaitsName, ["value"] = owed.Value?.DeepClone() };
        return keys.Seal(Encoding.UTF8.GetBytes(text.ToJsonString()), place);
    }

    /// <summary>The name in what was sealed, as it was written.</summary>
    public static string NameIn(byte[] text) => (string?)JsonNode.Parse(text)!["name"] ?? "";

    public OwedRow Open(StateKeys keys, string target, string type)
    {
        var text = JsonNode.Parse(keys.Open(Value, new SealPlace(target, type, Id, Path)))!.AsObject();
        var value = text["value"];
        text.Remove("value");
        var owed = new OwedValue(Path, (OwedKind)Kind, WaitsType, (string?)text["name"] ?? "", value);
        return new OwedRow(Id, owed, Version, Since, Until, Cause);
    }
}
