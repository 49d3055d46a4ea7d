using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Messages;

/// <summary>Asked before a tree is made of a target's bytes: whoever owns the memory may refuse.</summary>
public interface ITreeScale
{
    /// <param name="utf8">What the tree will be made of.</param>
    /// <exception cref="ScimException">There is no room for it.</exception>
    void Weigh(ReadOnlySpan<byte> utf8);
}
