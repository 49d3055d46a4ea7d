using System.Text;

namespace ScimGateway.Configuration.Reading;

/// <summary>Reads the text of the file at a path, within limits.</summary>
internal static class ConfigText
{
    private const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Read(string path, FaultList faults)
    {
        string text = Decode(Bytes(path, faults), faults);
        RefuseTabs(text, faults);
        return text;
    }

    private static byte[] Bytes(string path, FaultList faults)
    {
        if (Directory.Exists(path)) throw faults.Last(0, "this is a folder; write the path of the file, such as gateway.yaml");
        if (!File.Exists(path)) throw faults.Last(0, $"there is no such file (looked for {Path.GetFullPath(path)}); "
            + "start with the path of one: scim-gateway path/to/gateway.yaml");
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[(file.CanSeek ? Math.Min(file.Length, MaxBytes) : MaxBytes) + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MaxBytes
                ? bytes[..length]
                : throw faults.Last(0, "the file is larger than 1 MiB; is it the right one?");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw faults.Last(0, $"the file cannot be read: {cause.Message}", cause);
        }
    }

    private static string Decode(byte[] bytes, FaultList faults)
    {
        try
        {
            return Utf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException cause)
        {
            throw faults.Last(0, "the file is not UTF-8 text; save it as UTF-8", cause);
        }
    }

    // YAML forbids tabs, but parsers report them in other words ("found character that cannot start any token").
    private static void RefuseTabs(string text, FaultList faults)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> rest = line.TrimStart();
            if (!rest.IsEmpty && rest[0] != '#' && line[..^rest.Length].Contains('\t'))
                faults.Add(number, "", "the line is indented with a tab; write spaces");
        }

        faults.ThrowIfAny();
    }
}
