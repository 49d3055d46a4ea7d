using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ScimGateway.Configuration.Reading;

/// <summary>Secrets by reference: <c>env:NAME</c>, <c>file:PATH</c>, for a client's token <c>sha256:HEX</c>, and
/// literals.</summary>
/// <remarks>Faults never show a value: a misspelt reference may be the secret itself.</remarks>
/// <param name="folder">The folder of the config, for relative paths.</param>
/// <param name="environment">The environment variables.</param>
/// <param name="mayBeAbsent">Whether a missing secret is allowed: <see cref="Configuration.Secret.Absence"/>.</param>
internal sealed partial class Secrets(string folder, Func<string, string?> environment, bool mayBeAbsent = false)
{
    /// <summary>What to write for a client's token.</summary>
    public const string TokenRemedy =
        "write token: env:NAME, file:PATH or sha256:HEX; `printf %s \"$TOKEN\" | sha256sum` makes the last";

    private const int MaxBytes = 64 * 1024;
    private const int MinTokenLength = 8;
    private const string HashPrefix = "sha256:";
    private const string FilePrefix = "file:";

    private readonly List<string> files = [];

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<string> Files => files;

    /// <summary>A target's secret.</summary>
    public Secret Secret(string text) => text.StartsWith(HashPrefix, StringComparison.Ordinal)
        ? throw new ValueFaultException("a hash cannot be sent to a target; write env:NAME or file:PATH")
        : Resolve(text);

    /// <summary>A target's secret that is a header's whole value.</summary>
    public Secret HeaderSecret(string text)
    {
        Secret secret = Secret(text);
        return secret.Reveal().All(c => c is >= ' ' and <= '~')
            ? secret
            : throw new ValueFaultException(
                "the secret has characters that a header cannot carry; use visible ASCII on one line"
            );
    }

    /// <summary>A client's token.</summary>
    /// <remarks>A missing or empty file is not a fault: the token counts as removed, and other edits are applied.</remarks>
    public ClientToken Token(string text)
    {
        if (text.StartsWith(HashPrefix, StringComparison.Ordinal)) return HashedToken(text[HashPrefix.Length..]);
        if (!mayBeAbsent && text.StartsWith(FilePrefix, StringComparison.Ordinal) && GoneFile(text) is { } gone)
            return new() { Sha256 = [], File = gone };
        Secret secret = Resolve(text);
        string token = secret.Reveal();
        if (token.Length < MinTokenLength)
            throw new ValueFaultException($"the token is shorter than {MinTokenLength} characters; make a longer one");
        return token.All(c => c is > ' ' and <= '~')
            ? new()
            {
                Sha256 = ClientToken.Hash(token),
                File = secret.File,
                IsLiteral = secret.IsLiteral,
                ForShell = ForShell(text),
            }
            : throw new ValueFaultException(
                "the token has spaces, line breaks or letters beyond ASCII, which no client can send; make another one"
            );
    }

    private string ForShell(string text) => text.Split(':', 2) switch
    {
        ["env", var name] => "$" + name,
        ["file", var path] => $"$(cat '{Path.GetFullPath(path, folder)}')",
        _ => text,
    };

    /// <summary>A client's token by its hash.</summary>
    public static ClientToken HashedToken(string hex)
    {
        if (!HashForm().IsMatch(hex)) throw new ValueFaultException(
            "the hash is not 64 hexadecimal digits; `printf %s \"$TOKEN\" | sha256sum` makes one"
        );
        byte[] hash = Convert.FromHexString(hex);
        return CryptographicOperations.FixedTimeEquals(hash, ClientToken.Hash(""))
            ? throw new ValueFaultException("this is the hash of an empty token; was TOKEN set when sha256sum ran?")
            : new() { Sha256 = hash };
    }

    private string? GoneFile(string text)
    {
        string path = Path.GetFullPath(text[FilePrefix.Length..], folder);
        var file = new FileInfo(path);
        if (Directory.Exists(path) || (file.Exists && (file.Length > MaxBytes || !IsBlank(path)))) return null;
        files.Add(path);
        return path;
    }

    private static bool IsBlank(string path)
    {
        try
        {
            return string.IsNullOrWhiteSpace(File.ReadAllText(path, Encoding.UTF8));
        }
        catch (FileNotFoundException)
        {
            return true; // just now
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false; // a fault, which is reported where the file is read for its secret
        }
    }

    private Secret Resolve(string text) => text.Split(':', 2) switch
    {
        ["env", var name] => FromEnvironment(name),
        ["file", var path] => FromFile(Path.GetFullPath(path, folder)),
        [_, _] => throw new ValueFaultException(
            "what stands before the colon is no source of secrets; write env:NAME or file:PATH"
        ),
        _ => text.Length > 0
            ? new(text, isLiteral: true)
            : throw new ValueFaultException("is empty; write env:NAME or file:PATH"),
    };

    private Secret FromEnvironment(string name)
    {
        if (!VariableForm().IsMatch(name))
            throw new ValueFaultException("expected the name of a variable after env:, such as env:OKTA_TOKEN");
        return environment(name) is { Length: > 0 } value
            ? new(value)
            : Absent("env:" + name, $"the environment variable {name} is not set, or empty; set it before the gateway starts");
    }

    private Secret FromFile(string path)
    {
        files.Add(path);
        string reference = "file:" + path;
        if (!File.Exists(path))
            return Absent(reference, $"there is no file {path}; write file:PATH, from the folder of the config");
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new ValueFaultException($"the file {path} is larger than 64 KiB; is it the right one?");
            string value = File.ReadAllText(path, Encoding.UTF8).Trim();
            return value.Length > 0
                ? new(value) { File = path }
                : Absent(reference, $"the file {path} is empty; write the secret into it");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return Absent(reference, $"the file {path} cannot be read: {cause.Message}", cause);
        }
    }

    private Secret Absent(string reference, string why, Exception? cause = null) =>
        mayBeAbsent ? Configuration.Secret.Missing(reference, why) : throw new ValueFaultException(why, cause);

    [GeneratedRegex(@"^[0-9A-Fa-f]{64}\z", RegexOptions.None, 1000)]
    private static partial Regex HashForm();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.None, 1000)]
    private static partial Regex VariableForm();
}
