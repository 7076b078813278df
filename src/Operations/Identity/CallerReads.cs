using Latchwork.Domain;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>
/// Reads for a caller in one round trip that also confirms the caller (AZ-5; design, "Identity on reads"). A caller who changed since they were
/// remembered is read again, and then the question is asked once more. What is read within an act goes by the connection of the act.
/// </summary>
internal sealed class CallerReads(AccessDb db, SharedReads shared, Callers callers, TimeProvider clock)
{
    private const int MaxAttempts = 3;

    public DateTimeOffset Now => clock.Now();

    private const string Confirm = $"""
        select {CallerConfirmation.Columns}
        from (values ($1::bytea)) as a (token_hash)
        {CallerConfirmation.Joins}
        """;

    /// <param name="values">The parameters of the statement, made anew for each attempt.</param>
    public async Task<Outcome<List<T>>> ListAsync<T>(
        Caller by,
        string sql,
        Func<NpgsqlDataReader, T> map,
        Func<DateTimeOffset, object?[]> values,
        CancellationToken cancel
    ) => (await ReadAsync(by, sql, map, values, cancel)).Then(read => read.Rows);

    /// <summary>The same for who decides by the caller's standing: that of the remembered caller may be out of date.</summary>
    public Task<Outcome<ConfirmedRows<T>>> ReadAsync<T>(
        Caller by,
        string sql,
        Func<NpgsqlDataReader, T> map,
        Func<DateTimeOffset, object?[]> values,
        CancellationToken cancel
    ) =>
        by.Within is { } work
            ? WithinAsync(by, work.ListAsync(sql, map, values(clock.Now()), cancel))
            : ConfirmedAsync(by, (caller, now) => AloneAsync(caller, caller.Tenants, sql, map, values(now), cancel), cancel);

    /// <summary>The same with rows of further tenants: of things that are the caller's although the tenants are not.</summary>
    public Task<Outcome<ConfirmedRows<T>>> ReadAsync<T>(
        Caller by,
        IReadOnlyCollection<TenantId> also,
        string sql,
        Func<NpgsqlDataReader, T> map,
        Func<DateTimeOffset, object?[]> values,
        CancellationToken cancel
    ) => ConfirmedAsync(by, (caller, now) => AloneAsync(caller, caller.Tenants.With(also), sql, map, values(now), cancel), cancel);

    /// <summary>Three questions about things whose keys are known, in one round trip.</summary>
    public async Task<Outcome<(List<TA> First, List<TB> Second, List<TC> Third)>> ListByKeyAsync<TA, TB, TC>(
        Caller by,
        KeyQuestion<TA> first,
        KeyQuestion<TB> second,
        KeyQuestion<TC> third,
        CancellationToken cancel
    )
    {
        if (by.Within is { } work)
        {
            return (
                await work.ListAsync(first.Sql, first.Map, first.Values, cancel),
                await work.ListAsync(second.Sql, second.Map, second.Values, cancel),
                await work.ListAsync(third.Sql, third.Map, third.Values, cancel)
            );
        }

        var found = await ConfirmedAsync(
            by,
            (caller, _) =>
                AloneAsync(
                    caller,
                    AccessDb.Statement(AccessDb.SetTenantsByKey, [caller.Tenants.Setting]),
                    [first.Statement, second.Statement, third.Statement],
                    async reader =>
                        (List<(List<TA>, List<TB>, List<TC>)>)
                            [
                                (
                                    await AccessDb.ReadAllAsync(reader, first.Map, cancel),
                                    await AccessDb.ReadNextAsync(reader, second.Map, cancel),
                                    await AccessDb.ReadNextAsync(reader, third.Map, cancel)
                                ),
                            ],
                    cancel
                ),
            cancel
        );
        return found.Then(read => read.Rows[0]);
    }

    /// <summary>The same for one thing with a public id: callers who ask at the same time share the round trip.</summary>
    public Task<Outcome<ConfirmedRows<T>>> OneAsync<T>(Caller by, SharedQuestion<T> question, WireId id, CancellationToken cancel) =>
        by.Within is { } work
            ? WithinAsync(by, question.InAsync(work, by, id, cancel))
            : ConfirmedAsync(by, (caller, _) => shared.AskAsync(question, caller, id, cancel), cancel);

    private static async Task<Outcome<ConfirmedRows<T>>> WithinAsync<T>(Caller by, Task<List<T>> rows) => new ConfirmedRows<T>(by, await rows);

    private async Task<Outcome<ConfirmedRows<T>>> ConfirmedAsync<T>(
        Caller by,
        Func<Caller, DateTimeOffset, Task<SharedAnswer<T>>> read,
        CancellationToken cancel
    )
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var now = clock.Now();
            var (confirmation, rows) = await read(by, now);
            switch (confirmation.Check(by, now))
            {
                case CallerCheck.Confirmed:
                    return new ConfirmedRows<T>(by, rows);
                case CallerCheck.Gone:
                    return CallerConfirmation.NotAuthenticated;
            }

            if ((await callers.ReadAgainAsync(by, cancel)).IsRefused(out var gone, out by!))
            {
                return gone;
            }
        }

        return new AccessError(AccessErrorCode.Unavailable, "Rights are changing too fast.");
    }

    private Task<SharedAnswer<T>> AloneAsync<T>(
        Caller by,
        TenantSet tenants,
        string sql,
        Func<NpgsqlDataReader, T> map,
        object?[] values,
        CancellationToken cancel
    ) =>
        AloneAsync(
            by,
            AccessDb.Statement(AccessDb.SetTenants, [tenants.Setting]),
            [AccessDb.Statement(sql, values)],
            reader => AccessDb.ReadAllAsync(reader, map, cancel),
            cancel
        );

    /// <param name="scope">A statement of its own: API clients are rows of a tenant, so the set must be there before their row is looked for.</param>
    private async Task<SharedAnswer<T>> AloneAsync<T>(
        Caller by,
        NpgsqlBatchCommand scope,
        NpgsqlBatchCommand[] statements,
        Func<NpgsqlDataReader, Task<List<T>>> read,
        CancellationToken cancel
    )
    {
        await using var batch = db.Source.CreateBatch();
        batch.BatchCommands.Add(scope);
        batch.BatchCommands.Add(AccessDb.Statement(Confirm, [by.CredentialHash]));
        Array.ForEach(statements, batch.BatchCommands.Add);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        await reader.ReadAsync(cancel);
        var confirmation = CallerConfirmation.Read(reader, 0);
        await reader.NextResultAsync(cancel);
        return new SharedAnswer<T>(confirmation, await read(reader));
    }
}

/// <summary>A statement that finds rows by key, and what is read of each.</summary>
internal readonly record struct KeyQuestion<T>(string Sql, Func<NpgsqlDataReader, T> Map, params object?[] Values)
{
    /// <summary>Made anew for each attempt: a statement belongs to one batch.</summary>
    public NpgsqlBatchCommand Statement => AccessDb.Statement(Sql, Values);
}

/// <param name="By">The caller as the database knew them when the rows were read.</param>
internal readonly record struct ConfirmedRows<T>(Caller By, List<T> Rows);
