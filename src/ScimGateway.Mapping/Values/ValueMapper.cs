using System.Text.Json.Nodes;

namespace ScimGateway.Mapping.Values;

/// <summary>Converts one attribute's value both ways. Never asked for <c>null</c>; gives <see langword="null"/> for
/// nothing.</summary>
internal abstract class ValueMapper
{
    /// <summary>Whether it turns a multi-valued attribute into one value, so that <c>emails.value</c> means the same.</summary>
    public virtual bool Flattens => false;

    /// <summary>Whether the one value holds several, so that none of them can be asked for.</summary>
    public virtual bool Joins => false;

    /// <summary>Whether the order of values and the starts of strings survive, so that <c>sw</c> and <c>gt</c> may be
    /// asked.</summary>
    public virtual bool KeepsOrder => false;

    /// <summary>Whether every value of the target is the client's as it is.</summary>
    public virtual bool ReadsAsIs => false;

    /// <summary>Gives what of a client's value the target does not get, <see langword="null"/> when it gets all; <see
    /// langword="null"/> for a mapper that leaves out nothing.</summary>
    public virtual Func<JsonNode, JsonNode?>? Unwritten => null;

    /// <param name="value">Given away: it has no parent, and may be taken apart or given back.</param>
    /// <param name="operation">create, replace, patch or filter.</param>
    public abstract JsonNode? ToTarget(JsonNode value, string operation);

    /// <param name="value">Given away, too.</param>
    public abstract JsonNode? ToClient(JsonNode value);
}

/// <summary>A value that a conversion cannot take.</summary>
/// <param name="what">Why, as a part of a sentence, never with the value.</param>
internal sealed class ConversionException(string what) : Exception("The value cannot be converted: " + what)
{
    public string What { get; } = what;
}
