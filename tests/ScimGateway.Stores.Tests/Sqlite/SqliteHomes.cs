using ScimGateway.Stores.Tables;
using ScimGateway.Stores.Tests.Contract;

namespace ScimGateway.Stores.Tests.Sqlite;

public sealed class SqliteFile : StoreHome
{
    private readonly Folder folder = new();

    public override Task<StateStore> OpenAsync() => Task.FromResult(StateStore.Sqlite(folder.File("data/gateway.db"), Clock));

    public override Task EndAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }
}

public sealed class SqliteMemory : StoreHome
{
    public override Task<StateStore> OpenAsync() => Task.FromResult(StateStore.Memory(Clock));
}

public sealed class SqliteFileUnitTests : UnitTests<SqliteFile>;

public sealed class SqliteFileOwedTests : OwedTests<SqliteFile>;

public sealed class SqliteFileLaneTests : LaneTests<SqliteFile>;

public sealed class SqliteFileRememberedTests : RememberedTests<SqliteFile>;

public sealed class SqliteMemoryUnitTests : UnitTests<SqliteMemory>;

public sealed class SqliteMemoryOwedTests : OwedTests<SqliteMemory>;

public sealed class SqliteMemoryLaneTests : LaneTests<SqliteMemory>;

public sealed class SqliteMemoryRememberedTests : RememberedTests<SqliteMemory>;
