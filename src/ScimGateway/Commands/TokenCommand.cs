using System.Buffers.Text;
using System.Security.Cryptography;
using ScimGateway.Commands.Output;
using ScimGateway.Configuration;

namespace ScimGateway.Commands;

/// <summary><c>token</c>: makes a client's token, and the line of gateway.yaml with its hash.</summary>
internal static class TokenCommand
{
    /// <summary>256 random bits.</summary>
    private const int Bytes = 32;

    public static int Run(Shown shown)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        shown.Line(token);
        shown.Line();
        shown.Line("Paste the line above into the identity provider, now: it is not kept. The client in gateway.yaml gets");
        shown.Line($"    token: sha256:{Convert.ToHexStringLower(ClientToken.Hash(token))}");
        return 0;
    }
}
