namespace ScimGateway.Scim.Filters;

internal static class FilterPrinter
{
    public static string Print(Filter filter) => filter.GetType().Name;
}
