using Jint.Native;

namespace ScimGateway.Mapping.Scripting;

/// <summary>What <c>Object.freeze</c> does not reach: the entries of Maps and Sets and the time of Dates that all calls share,
/// and what a bound function holds.</summary>
internal sealed class SharedObjects
{
    private readonly HashSet<object> shared = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, JsValue[]> bound = new(ReferenceEqualityComparer.Instance);

    /// <summary>While the script is loaded; what functions bind later is gone after their call.</summary>
    public bool IsLoading { get; set; } = true;

    public void Add(JsValue instance) => shared.Add(instance);

    public bool Has(JsValue instance) => shared.Contains(instance);

    public void Note(JsValue function, JsValue[] holds)
    {
        if (IsLoading) bound.Add(function, holds);
    }

    public IReadOnlyList<JsValue> HeldBy(JsValue function) => bound.GetValueOrDefault(function) ?? [];
}
