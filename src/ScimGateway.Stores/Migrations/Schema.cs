using System.Globalization;
using System.Reflection;

namespace ScimGateway.Stores.Migrations;

/// <summary>The tables, made and changed by numbered files of SQL, each applied once.</summary>
internal static class Schema
{
    private const string Versions = "CREATE TABLE IF NOT EXISTS schema_version (n BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)";

    private static readonly Assembly Here = typeof(Schema).Assembly;

    /// <summary>What this binary was written for. It runs on the next one, too, so that processes of a new version can start
    /// while those of the old one still run.</summary>
    public static int Newest { get; } = Numbers("sqlite").Max();

    /// <returns>The version that the database has now.</returns>
    /// <exception cref="Scim.Errors.ScimException">503: it is of a newer gateway.</exception>
    public static async Task<long> MigrateAsync(Database database, StoreSession session)
    {
        await database.LockSchemaAsync(session);
        await session.ExecuteAsync(Versions);
        long version = await session.FirstAsync<long>("SELECT COALESCE(MAX(n), 0) FROM schema_version");
        if (version > Newest + 1) throw StoreFault.Unusable(
            $"a newer gateway has changed it to version {version}, and this one understands {Newest + 1} at most; start the newer one",
            cause: null
        );
        foreach (int number in Numbers(database.Dialect).Where(number => number > version))
        {
            await session.ExecuteAsync(await TextAsync(number, database.Dialect));
            await session.ExecuteAsync(
                "INSERT INTO schema_version (n, applied_at) VALUES (@number, @now)",
                new { number = (long)number, now = await session.NowAsync() }
            );
            version = number;
        }

        return version;
    }

    private static int[] Numbers(string dialect) =>
        [.. Names(dialect).Select(name => int.Parse(name[..4], CultureInfo.InvariantCulture)).Order()];

    private static IEnumerable<string> Names(string dialect) =>
        Here.GetManifestResourceNames().Where(name => name.EndsWith($".{dialect}.sql", StringComparison.Ordinal));

    private static async Task<string> TextAsync(int number, string dialect)
    {
        string start = number.ToString("0000", CultureInfo.InvariantCulture);
        string name = Names(dialect).Single(one => one.StartsWith(start, StringComparison.Ordinal));
        using var reader = new StreamReader(Here.GetManifestResourceStream(name)!);
        return await reader.ReadToEndAsync();
    }
}
