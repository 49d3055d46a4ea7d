using System.Threading.Channels;
using ScimGateway.Scim.Json;

namespace ScimGateway.Auditing;

/// <summary>Appends the records to a file of JSON lines, in batches and outside of the request.</summary>
/// <remarks>The queue is bounded: if the disk is slower than the clients for long, new records are counted as lost (and logged),
/// and <c>/readyz</c> shows the number. Disposing writes the records that still wait.</remarks>
internal sealed partial class AuditFile : IAuditSink, IAsyncDisposable
{
    /// <summary>Records that may wait for the disk.</summary>
    public const int Capacity = 65_536;

    /// <summary>How long a batch waits for further records: a write for each record costs more than the record.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(25);

    private readonly Channel<ExchangeRecord> waiting = Channel.CreateBounded<ExchangeRecord>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly CancellationTokenSource closing = new();
    private readonly string path;
    private readonly AuditLock? owned;
    private FileStream file;
    private readonly ILogger<AuditFile> log;
    private readonly TimeProvider clock;
    private readonly Task writing;
    private long lost;
    private bool torn;
    private bool isClosed;
    private volatile bool isMoved;

    /// <param name="path">The file; a missing folder is created.</param>
    /// <exception cref="IOException">The file cannot be opened for appending, or another process writes it.</exception>
    public AuditFile(string path, TimeProvider clock, ILogger<AuditFile> log)
    {
        this.clock = clock;
        this.log = log;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        this.path = path;
        owned = AuditLock.Take(path);
        torn = EndsInALine(path) is false;
        if (torn) LogTorn(log, path);
        file = Opened();
        writing = Task.Run(WriteBatchesAsync);
    }

    public long Lost => Interlocked.Read(ref lost);

    public void Write(ExchangeRecord exchange)
    {
        if (!waiting.Writer.TryWrite(exchange)) Lose(1, "the disk is slower than the clients");
    }

    /// <summary>Reopens the file at the path for the next records, after a rotation has moved the open one away.</summary>
    public void Reopen() => isMoved = true;

    /// <summary>Writes the records that wait; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isClosed, true)) return;
        waiting.Writer.TryComplete();
        await closing.CancelAsync();
        await writing;
        await file.DisposeAsync();
        closing.Dispose();
        owned?.Dispose();
    }

    private FileStream Opened()
    {
        try
        {
            return new FileStream(path, ForItsOwner());
        }
        catch
        {
            owned?.Dispose();
            throw;
        }
    }

    // On a machine with several users, others must not read who changed what. An existing file keeps its mode.
    private static FileStreamOptions ForItsOwner()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>Whether the file ends with a whole line; <see langword="null"/>: there is none, or it is not a file (a pipe, a
    /// device).</summary>
    private static bool? EndsInALine(string path)
    {
        var there = new FileInfo(path);
        if (!there.Exists || there.Length == 0) return null;
        using var reading = File.OpenHandle(path, share: FileShare.ReadWrite);
        Span<byte> last = stackalloc byte[1];
        return RandomAccess.Read(reading, last, there.Length - 1) == 1 && last[0] == '\n';
    }

    private async Task WriteBatchesAsync()
    {
        using var batch = new PooledBuffer(64 * 1024);
        while (await waiting.Reader.WaitToReadAsync())
        {
            await LingerAsync();
            int records = Fill(batch);
            await AppendAsync(batch.Written, records);
            batch.Clear();
        }
    }

    private async Task LingerAsync()
    {
        if (closing.IsCancellationRequested) return;
        await Task.Delay(Linger, clock, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private int Fill(PooledBuffer batch)
    {
        int records = 0;
        if (torn) batch.Append("\n"u8);
        while (records < 4096 && waiting.Reader.TryRead(out var exchange))
        {
            AuditRecord.Write(batch, exchange);
            records++;
        }

        return records;
    }

    private async Task AppendAsync(ReadOnlyMemory<byte> lines, int records)
    {
        try
        {
            if (isMoved) await OpenAgainAsync();
            // The current end: the file may have been cut (copytruncate), or another process may have written to it.
            if (file.CanSeek) file.Seek(0, SeekOrigin.End);
            await file.WriteAsync(lines);
            torn = false;
        }
        catch (Exception fault)
        {
            // After any fault, the writer continues: the disk may have room again. There may be half a line, so the next batch
            // begins a new one.
            torn = true;
            Lose(records, fault.Message);
        }
    }

    private async Task OpenAgainAsync()
    {
        var opened = new FileStream(path, ForItsOwner()); // first: if it cannot be opened, the old one stays in use
        await file.DisposeAsync();
        (file, isMoved, torn) = (opened, false, EndsInALine(path) is false);
    }

    private void Lose(int records, string why)
    {
        long total = Interlocked.Add(ref lost, records);
        LogLost(log, records, total, why);
    }

    [LoggerMessage(1, LogLevel.Error, "{Records} audit records are lost, {Total} since the start: {Why}")]
    private static partial void LogLost(ILogger logger, int records, long total, string why);

    [LoggerMessage(2, LogLevel.Warning, "{Path} ends with half a record, as a crash or a full disk leaves it: that record is lost, the next one begins on a new line")]
    private static partial void LogTorn(ILogger logger, string path);
}
