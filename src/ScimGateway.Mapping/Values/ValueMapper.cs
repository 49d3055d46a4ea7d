using System.Text.Json.Nodes;

namespace ScimGateway.Mapping.Values;

/// <summary>Converts one attribute's value both ways. Never called with <c>null</c>; returns <see langword="null"/> for no
/// value.</summary>
internal abstract class ValueMapper
{
    /// <summary>Whether it turns a multi-valued attribute into one value, so that <c>emails.value</c> means the same.</summary>
    public virtual bool Flattens => false;

    /// <summary>Whether the one value contains several, so that a filter cannot test one of them.</summary>
    public virtual bool Joins => false;

    /// <summary>Whether the order of values and the starts of strings are kept, so that <c>sw</c> and <c>gt</c> can be
    /// sent.</summary>
    public virtual bool KeepsOrder => false;

    /// <summary>Whether every value of the target is the client's as it is.</summary>
    public virtual bool ReadsAsIs => false;

    /// <summary>Returns the part of a client's value that does not reach the target, <see langword="null"/> if all of it does;
    /// <see langword="null"/> for a mapper that leaves out nothing.</summary>
    public virtual Func<JsonNode, JsonNode?>? Unwritten => null;

    /// <param name="value">Ownership is passed: it has no parent, and may be changed or returned.</param>
    /// <param name="operation">create, replace, patch or filter.</param>
    public abstract JsonNode? ToTarget(JsonNode value, string operation);

    /// <param name="value">Ownership is passed, too.</param>
    public abstract JsonNode? ToClient(JsonNode value);
}

/// <summary>A value that a conversion cannot convert.</summary>
/// <param name="what">Why, as a part of a sentence, never with the value.</param>
internal sealed class ConversionException(string what) : Exception("The value cannot be converted: " + what)
{
    public string What { get; } = what;
}
