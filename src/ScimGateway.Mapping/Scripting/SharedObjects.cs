using Jint.Native;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Objects that <c>Object.freeze</c> does not freeze: the entries of Maps and Sets and the time of Dates that all calls
/// share, and the values of a bound function.</summary>
internal sealed class SharedObjects
{
    private readonly HashSet<object> shared = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, JsValue[]> bound = new(ReferenceEqualityComparer.Instance);

    /// <summary>While the script is loaded; values that functions bind later are gone after their call.</summary>
    public bool IsLoading { get; set; } = true;

    public void Add(JsValue instance) => shared.Add(instance);

    public bool Has(JsValue instance) => shared.Contains(instance);

    public void Note(JsValue function, JsValue[] holds)
    {
        if (IsLoading) bound.Add(function, holds);
    }

    public IReadOnlyList<JsValue> HeldBy(JsValue function) => bound.GetValueOrDefault(function) ?? [];
}
