using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Values;

/// <summary>Reads a client's value in the shape and the types that the schema gives its attribute, repaired as far as the
/// client's leniencies allow. Used for POST, PUT and PATCH alike.</summary>
/// <remarks>Takes ownership of the nodes. <see langword="null"/> is returned for "no value"; values that no schema defines stay
/// as they are.</remarks>
/// <param name="rules">The client's leniencies.</param>
/// <param name="door">The differences between a body and a PATCH.</param>
internal sealed class ValueReader(ReadingRules rules, IValueDoor door)
{
    private readonly bool loose = rules.Allows(Leniency.LooseComplexValues);
    private readonly bool blank = rules.Allows(Leniency.EmptyStrings);
    private readonly JsonText texts = new(rules);

    /// <summary>Copies a member of an object into another one, under the schema's name.</summary>
    public void Member(JsonObject into, AttributeDefinition? attribute, string key, Place place, JsonNode? value)
    {
        if (door.Ignores(attribute, place)) return;
        if (IsUnassigned(attribute, value)) door.Unassigned(place, value);
        else if (Any(attribute, place, value) is { } read) into.Add(attribute?.Name ?? key, read);
    }

    /// <summary>The whole value of an attribute, or of a sub-attribute.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: it is of another type; <c>invalidSyntax</c>: a name
    /// twice.</exception>
    public JsonNode? Any(AttributeDefinition? attribute, Place place, JsonNode? value) =>
        attribute is { MultiValued: true } ? Many(attribute, place, value) : One(attribute, place, value);

    /// <summary>A single value, or one element of several.</summary>
    /// <inheritdoc cref="Any"/>
    public JsonNode? One(AttributeDefinition? attribute, Place place, JsonNode? value)
    {
        if (attribute is null) return IsUnassigned(attribute, value) ? null : value;
        if (attribute.Type == AttributeType.Complex) value = texts.Whole(attribute, value, place);
        if (loose && value is JsonArray { Count: 1 } wrapped) value = wrapped.TakeAll()[0];
        if (IsUnassigned(attribute, value)) return null;
        if (attribute.Type != AttributeType.Complex) return Simple(attribute, place, value!);
        if (value is JsonObject given) return Complex(attribute, place, given);
        if (loose && value is JsonValue && attribute.Sub("value") is not null)
            return Complex(attribute, place, new JsonObject { ["value"] = value });
        throw Wrong(place, "an object", value);
    }

    private JsonArray? Many(AttributeDefinition attribute, Place place, JsonNode? value)
    {
        if (attribute.Type == AttributeType.Complex) value = texts.Whole(attribute, value, place);
        if (IsUnassigned(attribute, value)) return null;
        var elements = value is JsonArray array ? array.TakeAll() : loose ? [value] : throw Wrong(place, "an array", value);
        var read = new JsonArray();
        for (int i = 0; i < elements.Length; i++)
            if (One(attribute, place.At(i), elements[i]) is { } element) read.Add(element);
        OnePrimary(attribute, place, read);
        return read.Count > 0 ? read : null;
    }

    private JsonObject? Complex(AttributeDefinition attribute, Place place, JsonObject given)
    {
        RefuseTwins(given);
        given = texts.Unwrap(attribute, given, place);
        var read = new JsonObject();
        bool isNamed = given.SpellingOf("value") is not null;
        foreach (var (key, value) in given.TakeAll())
        {
            var sub = attribute.Sub(isNamed ? key : Current(attribute, key));
            Member(read, sub, key, place.Sub(sub?.Name ?? key), value);
        }

        ReferenceValue.Settle(attribute, read);
        return read.Count > 0 ? read : null;
    }

    private JsonNode Simple(AttributeDefinition attribute, Place place, JsonNode value)
    {
        if (TypedValues.Fits(value, attribute.Type)) return value;
        if (loose && SimpleElement.In(value) is { } inner) return Simple(attribute, place, inner);
        var converted = rules.Allows(Leniency.SchemaTypedLiterals) ? TypedValues.Convert(value, attribute.Type) : null;
        return converted ?? throw Wrong(place, TypedValues.Describe(attribute.Type), value);
    }

    // RFC 7643 section 2.4: "The primary attribute value 'true' MUST appear no more than once."
    private void OnePrimary(AttributeDefinition attribute, Place place, JsonArray elements)
    {
        if (attribute.Sub("primary") is not { Type: AttributeType.Boolean } primary) return;
        bool any = false;
        foreach (var element in elements)
        {
            if (element is not JsonObject members || members[primary.Name]?.GetValueKind() != JsonValueKind.True) continue;
            if (any && !loose)
                throw ScimException.InvalidValue($"{place} has more than one primary value; expected one at most.");
            if (any) members[primary.Name] = false;
            any = true;
        }
    }

    // RFC 7643 section 2.5 names null and []; an object without members means the same.
    private bool IsUnassigned(AttributeDefinition? attribute, JsonNode? value)
    {
        bool isComplex = attribute is { Type: AttributeType.Complex };
        if (Unassigned.Is(value)) return value is not JsonObject || isComplex || attribute is null;
        return (blank || (loose && isComplex)) && Unassigned.IsOrBlank(value);
    }

    // SCIM 1.1 section 6.3 calls the manager's id managerId; OneLogin's templates still do.
    private string Current(AttributeDefinition attribute, string sub) =>
        rules.Allows(Leniency.Scim11)
        && attribute.Name == "manager"
        && sub.Equals(Scim11.ManagerId, StringComparison.OrdinalIgnoreCase)
            ? "value"
            : sub;

    /// <summary>Refuses an object that has one name in two spellings.</summary>
    /// <exception cref="ScimException"><c>invalidSyntax</c>.</exception>
    public static void RefuseTwins(JsonObject given)
    {
        // A group has many thousands of small members: their names are compared by pairs, and a set is made for large objects
        // only.
        var seen = given.Count > 8 ? new HashSet<string>(given.Count, StringComparer.OrdinalIgnoreCase) : null;
        for (int i = 0; i < given.Count; i++)
        {
            string name = given.GetAt(i).Key;
            if (seen is null ? IsBefore(given, i, name) : !seen.Add(name))
                throw ScimException.InvalidSyntax($"{name} is given twice, in two spellings.");
        }
    }

    private static bool IsBefore(JsonObject given, int end, string name)
    {
        for (int i = 0; i < end; i++)
            if (given.GetAt(i).Key.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>The fault of a value of another kind than the schema's.</summary>
    public static ScimException Wrong(Place place, string expected, JsonNode? found) =>
        ScimException.InvalidValue($"{place} must be {expected}, found {TypedValues.Describe(found)}.");
}

/// <summary>The decisions of a request while its values are read.</summary>
internal interface IValueDoor
{
    /// <summary>Whether a member is left out because it is read-only.</summary>
    /// <exception cref="ScimException"><c>mutability</c>: it is read-only, and not allowed here.</exception>
    bool Ignores(AttributeDefinition? attribute, Place place);

    /// <summary>A member was named only to say that it has no value.</summary>
    void Unassigned(Place place, JsonNode? value);
}
