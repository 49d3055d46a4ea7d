using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Tests;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_changes_only_when_it_is_meant_to()
    {
        string folder = AppContext.BaseDirectory, received = Path.Combine(folder, "PublicSurface.received.txt");
        string surface = PublicSurface.Of(typeof(ScimException).Assembly);
        string written = File.ReadAllText(Path.Combine(folder, "PublicSurface.txt"));
        if (surface == written) return;

        File.WriteAllText(received, surface);
        string[] before = written.Split('\n'), after = surface.Split('\n');
        Assert.Fail($"""
            The public surface of ScimGateway.Scim is not what PublicSurface.txt says. Gone or changed:
            {string.Join('\n', before.Except(after))}
            New or changed:
            {string.Join('\n', after.Except(before))}
            If users of the library shall have that:
            cp {received} tests/ScimGateway.Scim.Tests/PublicSurface.txt
            """);
    }
}
