using System.Reflection;
using ScimGateway.Targets;

namespace ScimGateway.Commands;

/// <summary>The layers that requests to a target go through, from the outside in, as people read them.</summary>
internal static class StackLayers
{
    /// <remarks>Looks into the layers, so that none of them has to tell: a layer holds the next one and nothing else of that kind.</remarks>
    public static IEnumerable<string> Of(ITarget stack)
    {
        for (ITarget? layer = stack; layer is not null; layer = Inner(layer)) yield return Words(layer.GetType());
    }

    private static ITarget? Inner(ITarget layer) => layer.GetType()
        .GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
        .Where(field => field.FieldType == typeof(ITarget))
        .Select(field => (ITarget?)field.GetValue(layer))
        .FirstOrDefault();

    // PatchByReplace: "patch by replace".
    private static string Words(Type layer) => layer == typeof(NativeTarget) ? "the target's own words, by the mapping"
        : string.Concat(layer.Name.Select((letter, index) => char.IsUpper(letter) && index > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
