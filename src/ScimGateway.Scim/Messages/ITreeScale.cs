using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Messages;

/// <summary>Called before a tree is made of a target's bytes: the memory limit may refuse it.</summary>
public interface ITreeScale
{
    /// <param name="utf8">The bytes.</param>
    /// <exception cref="ScimException">There is no room for the tree.</exception>
    void Weigh(ReadOnlySpan<byte> utf8);
}
