using System.Data.Common;

namespace ScimGateway.Stores.Commits;

/// <summary>The database's clock as it was when the first unit of a commit asked: what is asked once is not asked again, and a
/// lease that is reckoned from then only ends sooner.</summary>
internal sealed class CommitClock(Database database, DbConnection connection, DbTransaction? transaction)
{
    private long? now;

    public async Task<long> NowAsync() => now ??= await database.NowAsync(connection, transaction, CancellationToken.None);
}
