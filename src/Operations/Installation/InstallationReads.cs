using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Npgsql;

namespace Latchwork.Operations.Installation;

/// <summary>
/// Reads about the installation itself. What is asked counts whole tables, so whom the node remembers as somebody else is read again first and refused without it.
/// </summary>
internal sealed class InstallationReads(CallerReads reads, Callers callers)
{
    public DateTimeOffset Now => reads.Now;

    /// <inheritdoc cref="CallerReads.ReadAsync{T}(Caller, IReadOnlyCollection{TenantId}, string, Func{NpgsqlDataReader, T}, Func{DateTimeOffset, object[]}, CancellationToken)"/>
    public async Task<Outcome<List<T>>> ListAsync<T>(
        Caller by,
        string sql,
        Func<NpgsqlDataReader, T> map,
        Func<DateTimeOffset, object?[]> values,
        CancellationToken cancel
    )
    {
        if (InstallationRules.Refuse(by) is not null)
        {
            if ((await callers.ReadAgainAsync(by, cancel)).IsRefused(out var gone, out by!))
            {
                return gone;
            }

            if (InstallationRules.Refuse(by) is { } other)
            {
                return other;
            }
        }

        var found = await reads.ReadAsync(by, [TenantId.Installation], sql, map, values, cancel);
        return found.IsRefused(out var refusal, out var read) ? refusal
            : InstallationRules.Refuse(read.By) is { } weak ? weak
            : read.Rows;
    }
}
