using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Tests;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_changes_only_when_it_is_meant_to() => PublicSurface.Holds(typeof(ScimException).Assembly);
}
