using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using ScimGateway.Calls;
using ScimGateway.Configuration;
using ScimGateway.Mapping.Mappers;

namespace ScimGateway.Emulation.Requests;

/// <summary>Whose entries of the cache are whose: those of a target are good while its name, addresses, credentials (which may
/// choose the tenant) and mapping stay as they are, over reloads and on every replica; an edit of one of them begins
/// anew.</summary>
internal static class CacheOwner
{
    public static string Of(TargetConfig target, TargetMapping mapping)
    {
        string[] whose = [target.Name, mapping.Hash, TargetCredentials.From(target.Auth).Line, .. target.Urls];
        return Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(whose)));
    }
}
