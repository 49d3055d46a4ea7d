using ScimGateway.Stores.Tables;
using ScimGateway.Stores.Tests.Contract;

namespace ScimGateway.Stores.Tests.Postgres;

public sealed class PostgresHome : StoreHome
{
    private string? database;

    public override async Task<StateStore> OpenAsync() =>
        StateStore.Postgres(database ??= await PostgresServer.Current.NewDatabaseAsync(), Clock);
}

[Collection(PostgresCollection.Name)]
public sealed class PostgresUnitTests : UnitTests<PostgresHome>;

[Collection(PostgresCollection.Name)]
public sealed class PostgresOwedTests : OwedTests<PostgresHome>;

[Collection(PostgresCollection.Name)]
public sealed class PostgresLaneTests : LaneTests<PostgresHome>;

[Collection(PostgresCollection.Name)]
public sealed class PostgresRememberedTests : RememberedTests<PostgresHome>;
