namespace ScimGateway.Sandbox.Tests;

internal static class Urns
{
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string Peakon = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";
    public const string PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
}
