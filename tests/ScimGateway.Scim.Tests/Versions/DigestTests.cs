using System.Text;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Tests.Versions;

/// <summary>The versions of answers, against what <c>xxhsum -H1</c> 0.8.1 prints.</summary>
public sealed class DigestTests
{
    [Theory]
    [InlineData("", "ef46db3751d8e999")]
    [InlineData("a", "d24ec4f1a98c6e5b")]
    [InlineData("abc", "44bc2cf5ad770999")]
    [InlineData("xxhash", "32dd38952c4bc720")]
    [InlineData("Nobody inspects the spammish repetition", "fbcea83c8a378bf1")]
    public void Hashes_texts(string text, string expected) =>
        Assert.Equal(expected, EntityTagText.Digest(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(1, "a96c7f0ce858bbb7")]
    [InlineData(3, "56e6957632a487f9")]
    [InlineData(4, "c60d15b1e3ff8f04")]
    [InlineData(5, "808815858624dd4e")]
    [InlineData(7, "afbefc3d6c6f9a8e")]
    [InlineData(8, "3da5c7aa269683e0")]
    [InlineData(11, "1fc070e44716bd8e")]
    [InlineData(12, "8fe8ab1c1fd0666e")]
    [InlineData(13, "0382284cc19c4abb")]
    [InlineData(31, "4a74f3a1a39ad4a1")]
    [InlineData(32, "8d57d6a4671cc43d")]
    [InlineData(33, "62c9fd21ed857664")]
    [InlineData(63, "5c320a0d2707057f")]
    [InlineData(64, "7bbabbc45729d17e")]
    [InlineData(100, "efa0ad2d3e70c151")]
    [InlineData(1745, "122b3a3ed3bec36c")]
    public void Hashes_bytes_of_every_length(int length, string expected) =>
        Assert.Equal(expected, EntityTagText.Digest([.. Enumerable.Range(0, length).Select(at => (byte)((at * 31) + 7))]));
}
