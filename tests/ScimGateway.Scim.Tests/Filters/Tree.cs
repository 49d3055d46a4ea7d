using ScimGateway.Scim.Filters;

namespace ScimGateway.Scim.Tests.Filters;

/// <summary>Writes a filter with every parenthesis, so that two different trees never read the same.</summary>
internal static class Tree
{
    public static string Of(Filter filter) => filter switch
    {
        AndFilter and => $"{Operand(and.Left)} and {Operand(and.Right)}",
        OrFilter or => $"{Operand(or.Left)} or {Operand(or.Right)}",
        NotFilter not => $"not ({Of(not.Operand)})",
        ValuePathFilter path => $"{path.Path}[{Of(path.Where)}]",
        _ => filter.ToString(),
    };

    private static string Operand(Filter filter) => $"({Of(filter)})";
}
