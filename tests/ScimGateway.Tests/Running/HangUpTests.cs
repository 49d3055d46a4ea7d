using System.Net.Http.Headers;

namespace ScimGateway.Tests.Running;

/// <summary>SIGHUP, as logrotate sends it after it has moved a file away.</summary>
public sealed class HangUpTests
{
    [Fact]
    public async Task It_opens_the_audit_file_again_and_reads_the_config_again()
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", "listen: http://127.0.0.1:0\naudit: { file: audit.jsonl }\nclients: [ { name: okta, token: literal-token, target: app } ]\ntargets: [ { name: app, url: sandbox:peakon } ]\n");
        await using var gateway = GatewayProcess.Start(folder.Path);
        string listening = await gateway.OutputLineAsync(line => line.Contains("http://127.0.0.1:", StringComparison.Ordinal));
        string address = listening[listening.IndexOf("http://", StringComparison.Ordinal)..].Split(' ', '/')[2];
        await ReadAsync(address);
        await WrittenAsync(folder.At("audit.jsonl"));

        File.Move(folder.At("audit.jsonl"), folder.At("audit.jsonl.1"));
        await gateway.HangUpAsync();
        await gateway.OutputLineAsync(line => line.Contains("The config was reloaded", StringComparison.Ordinal));
        await ReadAsync(address);
        var (exit, _, _) = await gateway.TerminateAsync();

        Assert.Equal(0, exit);
        Assert.Single(await File.ReadAllLinesAsync(folder.At("audit.jsonl.1")));
        Assert.Single(await File.ReadAllLinesAsync(folder.At("audit.jsonl")));
    }

    private static async Task ReadAsync(string address)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "literal-token");
        using var answer = await client.GetAsync(new Uri($"http://{address}/scim/v2/Users?count=1"));
        Assert.True(answer.IsSuccessStatusCode);
    }

    // The record is written after the answer is sent.
    private static async Task WrittenAsync(string file)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (new FileInfo(file).Length == 0) patience.Token.ThrowIfCancellationRequested();
        await Task.CompletedTask;
    }
}
