using Latchwork.Domain;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Identity;

/// <summary>
/// Reads for a caller in one round trip that also confirms the caller (AZ-5; design, "Identity on reads"). A caller who changed since they were
/// remembered is read again, and then the question is asked once more.
/// </summary>
internal sealed class CallerReads(AccessDb db, Callers callers, TimeProvider clock)
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
    public async Task<Outcome<ConfirmedRows<T>>> ReadAsync<T>(
        Caller by,
        string sql,
        Func<NpgsqlDataReader, T> map,
        Func<DateTimeOffset, object?[]> values,
        CancellationToken cancel
    )
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var now = clock.Now();
            await using var batch = db.Source.CreateBatch();
            // A statement of its own: API clients are rows of a tenant, so the set must be there before their row is looked for.
            batch.BatchCommands.Add(AccessDb.Statement(AccessDb.SetTenants, [by.Tenants.Setting]));
            batch.BatchCommands.Add(AccessDb.Statement(Confirm, [by.CredentialHash]));
            batch.BatchCommands.Add(AccessDb.Statement(sql, values(now)));
            await using var reader = await batch.ExecuteReaderAsync(cancel);
            await reader.NextResultAsync(cancel);
            await reader.ReadAsync(cancel);
            switch (CallerConfirmation.Read(reader, 0).Check(by, now))
            {
                case CallerCheck.Confirmed:
                    await reader.NextResultAsync(cancel);
                    return new ConfirmedRows<T>(by, await AccessDb.ReadAllAsync(reader, map, cancel));
                case CallerCheck.Gone:
                    return CallerConfirmation.NotAuthenticated;
            }

            await reader.DisposeAsync();
            if ((await callers.ReadAgainAsync(by, cancel)).IsRefused(out var gone, out by!))
            {
                return gone;
            }
        }

        return new AccessError(AccessErrorCode.Unavailable, "Rights are changing too fast.");
    }
}

/// <param name="By">The caller as the database knew them when the rows were read.</param>
internal readonly record struct ConfirmedRows<T>(Caller By, List<T> Rows);
