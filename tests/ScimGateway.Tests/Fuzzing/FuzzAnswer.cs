using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ScimGateway.Tests.Fuzzing;

/// <summary>An answer as bytes, and what must hold of every one.</summary>
internal sealed record FuzzAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 512 };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Sends bytes that ask for the end of the connection, and reads until it comes.</summary>
    /// <param name="ends">Whether the client sends no more, where what it sent is less than it announced.</param>
    /// <returns><see langword="null"/>: the connection ended without an answer.</returns>
    public static async Task<FuzzAnswer?> OfAsync(Uri address, byte[] request, bool ends = false)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        await using var stream = client.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request, limit.Token);
            if (ends)
                client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            return Read(answer.ToArray()); // refused before it was read to its end
        }

        return Read(answer.ToArray());
    }

    /// <summary>What is wrong with it; <see langword="null"/>: nothing.</summary>
    public string? Fault()
    {
        try
        {
            string text = Utf8.GetString(Body);
            string all = string.Join('\n', Headers.Values.Append(text));
            if (FuzzRoad.Secrets.Any(secret => all.Contains(secret, StringComparison.Ordinal)))
                return "It holds a secret.";
            if (Status == 500 || text.Contains("The gateway failed", StringComparison.Ordinal))
                return "The gateway is at fault.";
            if (!Headers.ContainsKey("X-Correlation-Id"))
                return IsOfServer ? null : "It has no correlation id.";
            return Status >= 400 ? ErrorFault() : BodyFault();
        }
        catch (Exception fault)
            when (fault is JsonException or DecoderFallbackException or InvalidOperationException or KeyNotFoundException)
        {
            return fault.Message;
        }
    }

    /// <summary>Kestrel's own, to what is no HTTP; no line of the gateway has seen the request.</summary>
    private bool IsOfServer => Status is >= 400 and < 500 && Body.Length == 0;

    private string? BodyFault()
    {
        if (Body.Length == 0)
            return null;
        using var json = JsonDocument.Parse(Body, Strict);
        return json.RootElement.ValueKind == JsonValueKind.Object ? null : "It is no JSON object.";
    }

    private string? ErrorFault()
    {
        if (Headers.GetValueOrDefault("Content-Type")?.Contains("json", StringComparison.Ordinal) is not true)
            return "It is an error without a JSON media type.";
        if (Body.Length == 0 && Headers.GetValueOrDefault("Content-Length") != "0")
            return null; // an answer to HEAD
        using var json = JsonDocument.Parse(Body, Strict);
        var error = json.RootElement;
        if (error.GetProperty("schemas")[0].GetString() != "urn:ietf:params:scim:api:messages:2.0:Error")
            return "It is no SCIM error.";
        if (error.GetProperty("status").GetString() != Status.ToString(CultureInfo.InvariantCulture))
            return "It has another status.";
        return string.IsNullOrWhiteSpace(error.GetProperty("detail").GetString()) ? "It has no detail." : null;
    }

    private static FuzzAnswer? Read(byte[] bytes)
    {
        const string interim = "HTTP/1.1 100 Continue\r\n\r\n";
        int start = bytes.AsSpan().StartsWith(Encoding.ASCII.GetBytes(interim)) ? interim.Length : 0;
        int end = bytes.AsSpan(start).IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return bytes.Length == 0
                ? null
                : throw new InvalidDataException("An answer without an end of its head: " + Fuzz.Shown(bytes));
        string[] head = Encoding.Latin1.GetString(bytes, start, end).Split("\r\n");
        var headers = head.Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(line => line[0], line => line[1], StringComparer.OrdinalIgnoreCase);
        byte[] body = bytes[(start + end + 4)..];
        string length = body.Length.ToString(CultureInfo.InvariantCulture);
        if (body.Length > 0 && headers.GetValueOrDefault("Content-Length") != length)
            throw new InvalidDataException("A body of another length than it should have: " + Fuzz.Shown(bytes));
        return new FuzzAnswer(int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, body);
    }
}
