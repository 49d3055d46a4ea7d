using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;

namespace ScimGateway.Configuration.Reading;

/// <summary>A store: <c>sqlite:PATH</c>, <c>postgres:env:NAME</c> or <c>memory</c>; by itself, or with the keys of what is in
/// it.</summary>
/// <remarks>No fault shows the text: it may hold a password.</remarks>
internal sealed class StateReader(Secrets secrets, string folder)
{
    private const string Sqlite = "sqlite:";
    private const string Postgres = "postgres:";

    /// <summary>The store alone.</summary>
    public StateConfig Parse(string text)
    {
        if (text == "memory") return new();
        if (text.StartsWith(Sqlite, StringComparison.Ordinal))
            return new() { File = Paths.Parse(text[Sqlite.Length..], folder) };
        return text.StartsWith(Postgres, StringComparison.Ordinal)
            ? new() { Postgres = ConnectionString(text[Postgres.Length..]) }
            : throw new ValueFaultException(
                "is no store; write sqlite:PATH, postgres:env:NAME, or memory for one that ends with the process"
            );
    }

    /// <summary>The store and its keys.</summary>
    public StateConfig Read(MapReader map)
    {
        StateConfig store = map.Text("store", Parse(StateConfig.Default), Parse);
        return store with
        {
            Key = map.Text<StateKey?>("key", null, Key),
            PreviousKeys = map.Texts("previousKeys", Key),
        };
    }

    private Secret ConnectionString(string text)
    {
        if (text.Split(':')[0] is not ("env" or "file")) throw new ValueFaultException(
            "what reaches a PostgreSQL must not stand in the file; write postgres:env:NAME or postgres:file:PATH");
        Secret secret = secrets.Secret(text);
        return secret.Absence is null && StateStore.FaultOfPostgres(secret.Reveal()) is { } fault
            ? throw new ValueFaultException(
                $"the text there reaches no PostgreSQL, {fault}; write Host=…;Database=…;Username=…;Password=…")
            : secret;
    }

    private StateKey Key(string text)
    {
        Secret secret = secrets.Secret(text);
        if (secret.Absence is not null) return StateKey.Random(); // nobody reads anything with it
        if (secret.IsLiteral)
            throw new ValueFaultException("the key stands in the file itself; write env:NAME or file:PATH, and make another key");
        return StateKey.Parse(secret.Reveal()) ?? throw new ValueFaultException(
            "what is there is no key, which is 32 bytes in base64; `scim-gateway state key` makes one");
    }
}
