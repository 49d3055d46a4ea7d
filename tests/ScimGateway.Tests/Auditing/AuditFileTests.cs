using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Runtime;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Running;
using Serilog.Extensions.Logging;

namespace ScimGateway.Tests.Auditing;

/// <summary>The file of records: whatever happened to it before or meanwhile, each record has a line of its own.</summary>
public sealed class AuditFileTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 10, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly ScratchFolder folder = new();
    private readonly ManualClock clock = new();
    private readonly LogLines log = new();
    private readonly Serilog.Core.Logger logger;

    public AuditFileTests() => logger = GatewayLog.Configured(new LogConfig()).WriteTo.Sink(log).CreateLogger();

    private string Path => folder.At("audit.jsonl");

    public void Dispose()
    {
        logger.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("""{"correlationId":"be""")]
    [InlineData("{\"correlationId\":\"before\"}\n{\"corr")]
    [InlineData("""{"correlationId":"before"}""")]
    public async Task A_record_after_half_a_line_begins_on_a_line_of_its_own_and_the_half_is_told(string left)
    {
        await File.WriteAllTextAsync(Path, left);

        await WriteAsync("1", "2");

        Assert.Equal([.. left.Split('\n'), "1", "2"], Lines());
        Assert.StartsWith($"Warning {Path} ends with half a record", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"correlationId\":\"before\"}\n")]
    public async Task What_ends_with_a_whole_line_is_continued_without_a_word(string left)
    {
        await File.WriteAllTextAsync(Path, left);

        await WriteAsync("1");

        Assert.Equal(left.Length == 0 ? ["1"] : ["before", "1"], Ids());
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task A_file_that_is_cut_while_it_is_written_goes_on_at_its_new_end()
    {
        await File.WriteAllTextAsync(Path, "{\"correlationId\":\"before\"}\n");
        await using var file = Open();
        await WrittenAsync(file, "1");

        await File.WriteAllTextAsync(Path, ""); // logrotate's copytruncate
        await WrittenAsync(file, "2");
        await File.AppendAllTextAsync(Path, "{\"correlationId\":\"of another process\"}\n");
        await WrittenAsync(file, "3");

        Assert.Equal(["2", "of another process", "3"], Ids());
    }

    [Fact]
    public async Task Its_folder_is_made_and_what_waits_is_written_in_one_batch_when_it_has_waited_for_company()
    {
        string deep = folder.At("new/folder/audit.jsonl");
        var file = new AuditFile(deep, clock, NullLogger<AuditFile>.Instance);
        file.Write(Record("1"));
        await clock.WaitedForAsync(1, TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(25));
        file.Write(Record("2"));

        Assert.Equal(0, new FileInfo(deep).Length);
        clock.Advance(TimeSpan.FromMilliseconds(25));
        file.Write(Record("3"));
        await file.DisposeAsync();

        Assert.Equal(["1", "2", "3"], Ids(deep));
    }

    [Fact]
    public async Task What_finds_no_room_is_counted_and_told_and_the_rest_is_written()
    {
        var file = Open();
        for (int number = 0; number < AuditFile.Capacity; number++) file.Write(Record($"{number}"));
        Assert.Equal(0, file.Lost);

        file.Write(Record("one too many"));
        file.Write(Record("and another"));
        await file.DisposeAsync();

        Assert.Equal(2, file.Lost);
        Assert.Equal(
            [
                "Error 1 audit records are lost, 1 since the start: the disk is slower than the clients",
                "Error 1 audit records are lost, 2 since the start: the disk is slower than the clients",
            ],
            log.Lines);
        Assert.Equal(Enumerable.Range(0, AuditFile.Capacity).Select(number => $"{number}"), Ids());
    }

    /// <summary>A pipe whose reader goes away fails, and works again when there is another: as a disk that was full.</summary>
    [Fact]
    public async Task The_first_record_after_one_that_could_not_be_written_begins_on_a_new_line()
    {
        if (OperatingSystem.IsWindows()) return; // which has no such pipes
        using (var made = Process.Start("mkfifo", [Path])) await made.WaitForExitAsync();
        var reading = Task.Run(() => new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var file = Open();
        await (await reading).DisposeAsync();
        file.Write(Record("lost"));
        await RingAsync();
        await log.LineAsync("1 audit records are lost, 1 since the start: ", 0);

        using var reader = new StreamReader(new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        file.Write(Record("2"));
        await RingAsync();
        string?[] first = [await reader.ReadLineAsync(), await reader.ReadLineAsync()];
        file.Write(Record("3"));
        await file.DisposeAsync();

        Assert.Equal(("", "2", "3"), (first[0], Id(first[1]!), Id((await reader.ReadLineAsync())!)));
        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task It_may_be_closed_twice()
    {
        var file = Open();
        file.Write(Record("1"));

        await file.DisposeAsync();
        await file.DisposeAsync();

        Assert.Equal(["1"], Ids());
    }

    [Fact]
    public async Task One_file_has_one_writer_and_the_next_begins_when_it_has_ended()
    {
        var first = Open();

        var refused = Assert.Throws<IOException>(Open);
        await first.DisposeAsync();
        await WriteAsync("1");

        Assert.Equal($"{Path} is written by another gateway (process {Environment.ProcessId} on {Environment.MachineName}); end that one, or write audit.file: with a file of this one's own.", refused.Message);
        Assert.Equal(["1"], Ids());
    }

    private static ExchangeRecord Record(string id) => new(id, Noon) { Operation = "read" };

    private AuditFile Open() => new(Path, clock, new SerilogLoggerFactory(logger).CreateLogger<AuditFile>());

    private async Task WriteAsync(params string[] ids)
    {
        await using var file = Open();
        foreach (string id in ids) file.Write(Record(id));
    }

    private async Task WrittenAsync(AuditFile file, string id)
    {
        long before = new FileInfo(Path).Length;
        file.Write(Record(id));
        await RingAsync();
        while (new FileInfo(Path).Length == before) await Task.Yield();
    }

    private async Task RingAsync()
    {
        await clock.WaitedForAsync(1, TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(25));
        clock.Advance(TimeSpan.FromMilliseconds(25));
    }

    /// <summary>Of a whole record its id, of a half what is there.</summary>
    private string[] Lines() =>
        [.. File.ReadAllLines(Path).Select(line => line.Contains("\"calls\"", StringComparison.Ordinal) ? Id(line) : line)];

    private string[] Ids(string? path = null) => [.. File.ReadAllLines(path ?? Path).Select(Id)];

    private static string Id(string line) => (string)JsonNode.Parse(line)!["correlationId"]!;
}
