using ScimGateway.Scim.Messages;

namespace ScimGateway.Scim.Bulk;

/// <summary>Between an operation and its HTTP method, which is what a Bulk message calls it.</summary>
internal static class BulkMethod
{
    public static ScimOperation? Read(string word) => word switch
    {
        "POST" => ScimOperation.Create,
        "PUT" => ScimOperation.Replace,
        "PATCH" => ScimOperation.Patch,
        "DELETE" => ScimOperation.Delete,
        _ => null,
    };

    public static string Word(ScimOperation operation) => operation switch
    {
        ScimOperation.Create => "POST",
        ScimOperation.Replace => "PUT",
        ScimOperation.Patch => "PATCH",
        ScimOperation.Delete => "DELETE",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "No operation of a Bulk request."),
    };
}
