using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Grants;
using Latchwork.Domain.Users;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Credentials;

public enum CodeState
{
    /// <summary>It opens in its window, which is not over.</summary>
    Live,

    /// <summary>Its window is over.</summary>
    Over,
    Revoked,
}

/// <summary>What is null filters nothing.</summary>
public sealed record TenantCodesFilter(PageRequest Page)
{
    public WireId? Lock { get; init; }

    /// <summary>Part of the name, without regard to case.</summary>
    public string? Name { get; init; }

    public CodeState? State { get; init; }
}

/// <summary>The codes or cards of a tenant at all its locks, without their values: nothing is revealed. One that is revoked stands there until each lock has confirmed that it is gone.</summary>
public sealed class TenantCodes
{
    private readonly CallerReads reads;

    internal TenantCodes(CallerReads reads) => this.reads = reads;

    /// <summary>Newest first. At a lock that is not there: none.</summary>
    public async Task<Outcome<PageOf<SeenCode>>> ListAsync(
        Caller by,
        TenantId tenant,
        CredentialKind kind,
        TenantCodesFilter filter,
        CancellationToken cancel
    )
    {
        var found = await reads.ReadAsync(
            by,
            ListSql.For(filter.Page),
            row => (Code: CodeRow.Read(row), Trail: PagedRow.ReadTrail(row)),
            now =>
                [
                    tenant.Value,
                    filter.Page.Size,
                    filter.Page.Start,
                    (short)kind,
                    (short?)filter.Lock?.Kind,
                    filter.Lock?.Text,
                    filter.Name is { } name ? $"%{Like.Escape(name)}%" : null,
                    (short?)filter.State,
                    now,
                ],
            cancel
        );
        if (found.IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        if (AccessDecision.Refuse(Permission.CredentialsRead, read.By.StandingIn(tenant), kind.Noun()) is { } weak)
        {
            return weak;
        }

        // One row for each lock that it is on.
        var codes = read.Rows.Where(row => row.Code.Code is not null).GroupBy(row => row.Code.Code!.Id).ToList();
        return Paged.Page(
            [.. codes.Select(of => CodeRow.View([.. of.Select(row => row.Code)], keys: null, reads.Now))],
            codes.Count == 0 ? [read.Rows[0].Trail] : [.. codes.Select(of => of.First().Trail)]
        );
    }

    private static readonly string Hits = $"""
        select c.*, 0 as total, true as knows from credential c
        where c.tenant_id = $1 and c.kind = $4 and c.origin <> {(int)CredentialOrigin.Super} and c.box_lease_id is null
            and (c.revoked_at is null or exists (
                select from enrollment h where h.tenant_id = $1 and h.credential_id = c.credential_id and h.gone_at is null))
            and ($5::smallint is null or exists (
                select from enrollment h join public_id p on p.row_id = h.lock_id and p.kind = $5 and p.wire_id = $6
                where h.tenant_id = $1 and h.credential_id = c.credential_id and h.gone_at is null))
            and ($7::text is null or c.name ilike $7)
            and ($8::smallint is null or $8 = case when c.revoked_at is not null then {(int)CodeState.Revoked}
                when c.ends_at <= $9 then {(int)CodeState.Over} else {(int)CodeState.Live} end)
        """;

    private static readonly PagedSql ListSql = Paged.Sql(
        Hits,
        PageOrder.Falling("created_at timestamptz, credential_id uuid"),
        size: 2,
        "page",
        (CodeRow.Columns, $"join (select $1::uuid as tenant_id) as t on true {CodeRow.Joins}")
    );
}
