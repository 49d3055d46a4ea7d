using Dapper;

namespace ScimGateway.Stores.Remembered;

/// <summary>What the store keeps of one resource type at one target: each statement has <c>@target</c> and
/// <c>@type</c>.</summary>
internal sealed class Rows(IStateStore store, string target, string type)
{
    /// <summary>The condition that a row is one of these.</summary>
    public const string Ours = "target = @target AND type = @type";

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, CancellationToken cancellation, object? parameters = null) =>
        store.ReadAsync(session => session.QueryAsync<T>(sql, With(parameters)), cancellation);

    public Task<T?> FirstAsync<T>(string sql, CancellationToken cancellation, object? parameters = null) =>
        store.ReadAsync(session => session.FirstAsync<T>(sql, With(parameters)), cancellation);

    public async Task<bool> AnyAsync(string sql, CancellationToken cancellation, object? parameters = null) =>
        await FirstAsync<long?>(sql, cancellation, parameters) is not null;

    /// <summary>Statements in one unit of work.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellation, object? parameters = null) =>
        store.WriteAsync(session => session.ExecuteAsync(sql, With(parameters)), cancellation);

    private DynamicParameters With(object? parameters)
    {
        var all = new DynamicParameters(parameters);
        all.Add("target", target);
        all.Add("type", type);
        return all;
    }
}
