using ScimGateway.Scim.Errors;
using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Tests.Sealing;

public sealed class StateKeyTests
{
    private static readonly SealPlace Place = new("peakon", "User", "u1", "manager");

    [Fact]
    public void A_key_is_32_bytes_of_base64_and_two_are_never_alike()
    {
        string text = StateKey.NewText();

        Assert.Equal(StateKey.Parse(text)!.Id, StateKey.Parse($" {text}\n")!.Id);
        Assert.NotEqual(StateKey.Parse(text)!.Id, StateKey.Parse(StateKey.NewText())!.Id);
        string secret = Convert.ToHexStringLower(Convert.FromBase64String(text));
        Assert.DoesNotContain(StateKey.Parse(text)!.Id, secret, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Anything_else_is_none(string text) => Assert.Null(StateKey.Parse(text));

    [Theory]
    [InlineData("slack", "User", "u1", "manager")]
    [InlineData("peakon", "Group", "u1", "manager")]
    [InlineData("peakon", "User", "u2", "manager")]
    [InlineData("peakon", "User", "u1", "members")]
    public void A_value_is_opened_where_it_was_sealed_and_nowhere_else(string target, string type, string id, string path)
    {
        var keys = StateKeys.Random();
        byte[] value = keys.Seal("ana"u8, Place);

        Assert.Equal("ana"u8.ToArray(), keys.Open(value, Place));
        Assert.Equal(500, Assert.Throws<ScimException>(() => keys.Open(value, new SealPlace(target, type, id, path))).Status);
    }

    [Fact]
    public void A_value_that_was_changed_or_cut_is_not_opened()
    {
        var keys = StateKeys.Random();
        byte[] value = keys.Seal("ana"u8, Place);
        for (int length = 8; length < value.Length; length++)
            Assert.Throws<ScimException>(() => keys.Open(value[..length], Place));
        for (int at = 0; at < value.Length; at++)
        {
            byte[] changed = [.. value];
            changed[at] ^= 1;
            Assert.Throws<ScimException>(() => keys.Open(changed, Place));
        }
    }

    [Fact]
    public void A_previous_key_opens_and_finds_but_makes_nothing_new()
    {
        var old = StateKey.Random();
        var (before, after) = (new StateKeys(old, []), new StateKeys(StateKey.Random(), [old]));

        Assert.Equal("ana"u8.ToArray(), after.Open(before.Seal("ana"u8, Place), Place));
        Assert.Contains(after.Names("Ana"), name => name.SequenceEqual(before.Name("ANA")));
        Assert.Equal(after.Current.Id, StateKey.IdOf(after.Name("ana")));
        var lost = Assert.Throws<ScimException>(() => before.Open(after.Seal("ana"u8, Place), Place));
        Assert.Contains(after.Current.Id, lost.Message, StringComparison.Ordinal);
    }
}
