namespace ScimGateway.Scim.Paths;

internal static class AttributePathParser
{
    public static AttributePath Parse(string text, IReadOnlyList<string> knownSchemas)
    {
        int colon = text.LastIndexOf(':');
        string? schema = colon < 0 ? null : text[..colon];
        foreach (string known in knownSchemas)
            if (text.StartsWith(known + ":", StringComparison.OrdinalIgnoreCase) && known.Length >= (schema?.Length ?? 0)) schema = known;
        string rest = schema is null ? text : text[(schema.Length + 1)..];
        int dot = rest.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new(schema, rest) : new(schema, rest[..dot], rest[(dot + 1)..]);
    }
}
