namespace ScimGateway.Configuration.Reading;

/// <summary>Whether a secret is still in the file that it was read from. Used for an edit that cannot be read.</summary>
internal static class SecretFiles
{
    public static bool HasChanged(ClientToken token) =>
        !token.IsAbsent && token.File is { } file && !(Now(file) is { } now && token.Matches(ClientToken.Hash(now)));

    public static bool HasChanged(Secret secret) => secret.File is { } file && Now(file) != secret.Reveal();

    private static string? Now(string file)
    {
        try
        {
            return new Secrets(Path.GetDirectoryName(file)!, _ => null).Secret("file:" + file).Reveal();
        }
        catch (ValueFaultException)
        {
            return null;
        }
    }
}
