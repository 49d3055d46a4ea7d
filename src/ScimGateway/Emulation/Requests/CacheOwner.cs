using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using ScimGateway.Calls;
using ScimGateway.Configuration;
using ScimGateway.Mapping.Mappers;

namespace ScimGateway.Emulation.Requests;

/// <summary>The owner of cache entries: those of a target are valid while its name, addresses, credentials (which may choose the
/// tenant) and mapping stay as they are, over reloads and on every replica; an edit of one of them makes them invalid.</summary>
internal static class CacheOwner
{
    public static string Of(TargetConfig target, TargetMapping mapping)
    {
        string[] whose = [target.Name, mapping.Hash, TargetCredentials.From(target.Auth).Line, .. target.Urls];
        return Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(whose)));
    }
}
