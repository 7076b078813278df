using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;

namespace Latchwork.Operations.Applications;

/// <summary>Where a picture may be put, once and soon, and where it is then.</summary>
/// <param name="Token">To be shown with the picture.</param>
public sealed record LogoUpload(string LogoId, string Token)
{
    public override string ToString() => LogoId;
}

/// <summary>
/// Pictures of applications, for anybody to see. An application has the one that its <c>logoUrl</c> names, and one more while that is not changed yet.
/// </summary>
public sealed class ApplicationLogos
{
    public const int LargestPicture = 256 * 1024;

    private const int TokenLength = 32;

    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(10);
    private static readonly AccessError NoUpload = new(AccessErrorCode.NotFound, "The upload is unknown, used or over.", Noun.Application);

    private static readonly AccessError NoPicture = AccessError.Invalid(
        $"The picture must be of the type that was asked for, and have at most {LargestPicture / 1024} KiB.",
        Noun.Application
    );

    private readonly ApplicationTurns turns;
    private readonly AccessDb db;
    private readonly TimeProvider clock;

    internal ApplicationLogos(ApplicationTurns turns, AccessDb db, TimeProvider clock) => (this.turns, this.db, this.clock) = (turns, db, clock);

    /// <summary>Uploads that were asked for before and not used yet end.</summary>
    public Task<Outcome<LogoUpload>> AskAsync(Caller by, WireId application, PictureType type, CancellationToken cancel) =>
        turns.RunAsync(by, application, (turn, id) => AskAsync(turn, id, type, cancel), cancel);

    /// <summary>The picture for an upload.</summary>
    public async Task<Outcome<Done>> PutAsync(string logoId, string token, byte[] picture, RequestOrigin from, CancellationToken cancel)
    {
        if (await FindAsync(logoId, token, cancel) is not { } upload)
        {
            return NoUpload;
        }

        if (picture.Length > LargestPicture || !PictureTypes.Is(upload.Type, picture))
        {
            return NoPicture;
        }

        var now = clock.Now();
        await using var work = await db.BeginAsync(TenantSet.Of(upload.Tenant), cancel);
        if (!await SaveAsync(work, upload, picture, now, cancel))
        {
            return NoUpload;
        }

        var detail = new AuditPrivate { Address = from.Address?.ToString(), UserAgent = from.UserAgent };
        await work.CommitAsync(upload.Tenant, now, cancel, new AuditEntry(Told(upload, now), detail));
        return Done.Yes;
    }

    /// <summary>Null where there is none.</summary>
    public Task<Picture?> FindAsync(string logoId, CancellationToken cancel) =>
        Guid.TryParseExact(logoId, "D", out var id)
            ? db.FirstAsync(
                TenantSet.None,
                "select content_type, picture from latchwork_logo($1)",
                row => new Picture((PictureType)row.GetInt16(0), row.GetFieldValue<byte[]>(1)),
                [id],
                cancel
            )
            : Task.FromResult<Picture?>(null);

    private static async Task<Outcome<LogoUpload>> AskAsync(CallerTurn turn, AppId id, PictureType type, CancellationToken cancel)
    {
        var (logo, token) = (Guid.CreateVersion7(turn.Now), SecretMaker.Base62(TokenLength));
        await turn.Work.DoAsync(
            "delete from application_logo where tenant_id = $1 and application_id = $2 and picture is null",
            [turn.Tenant.Value, id.Value],
            cancel
        );
        await turn.Work.DoAsync(
            """
            insert into application_logo (tenant_id, logo_id, application_id, content_type, asked_by, token_hash, token_expires_at, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [turn.Tenant.Value, logo, id.Value, (short)type, turn.By.Principal.Id, TokenHash.Of(token), turn.Now + TokenLife, turn.Now],
            cancel
        );
        turn.Told.Add(ApplicationTurns.Told(turn, id, "logo asked for"));
        return new LogoUpload(logo.ToString("D"), token);
    }

    private sealed record Upload(TenantId Tenant, AppId Application, Guid Logo, PictureType Type, UserId AskedBy, byte[] TokenHash);

    private async Task<Upload?> FindAsync(string logoId, string token, CancellationToken cancel)
    {
        var hash = TokenHash.Of(token);
        var of = await db.FirstAsync(
            TenantSet.None,
            "select tenant_id, logo_id from latchwork_logo_upload($1)",
            row => (Tenant: new TenantId(row.GetGuid(0)), Logo: row.GetGuid(1)),
            [hash],
            cancel
        );
        return of.Logo == Guid.Empty || of.Logo.ToString("D") != logoId
            ? null
            : await db.FirstAsync(
                TenantSet.Of(of.Tenant),
                """
                select application_id, content_type, asked_by from application_logo
                where tenant_id = $1 and logo_id = $2 and token_hash = $3 and token_expires_at > $4
                """,
                row => new Upload(of.Tenant, new AppId(row.GetGuid(0)), of.Logo, (PictureType)row.GetInt16(1), new UserId(row.GetGuid(2)), hash),
                [of.Tenant.Value, of.Logo, hash, clock.Now()],
                cancel
            );
    }

    private static async Task<bool> SaveAsync(Work work, Upload upload, byte[] picture, DateTimeOffset now, CancellationToken cancel)
    {
        var saved = await work.DoAsync(
            """
            update application_logo set picture = $4, token_hash = null, token_expires_at = null
            where tenant_id = $1 and logo_id = $2 and token_hash = $3 and token_expires_at > $5
            """,
            [upload.Tenant.Value, upload.Logo, upload.TokenHash, picture, now],
            cancel
        );
        await work.DoAsync(
            """
            delete from application_logo l using application a
            where l.tenant_id = $1 and l.application_id = $2 and l.logo_id <> $3 and l.picture is not null
                and a.tenant_id = l.tenant_id and a.application_id = l.application_id
                and strpos(coalesce(a.logo_url, ''), l.logo_id::text) = 0
            """,
            [upload.Tenant.Value, upload.Application.Value, upload.Logo],
            cancel
        );
        return saved > 0;
    }

    private static AuditEvent Told(Upload upload, DateTimeOffset now) =>
        new()
        {
            Kind = AuditKind.ApplicationChanged,
            Outcome = AuditOutcome.Done,
            Operation = OperationId.New(now).Value,
            By = new AuditPrincipal(PrincipalKind.User, upload.AskedBy.Value, null, Surface.Doordeck),
            On = new AuditObject(Noun.Application, upload.Application.Value),
            Changed = new Dictionary<string, string> { ["logo uploaded"] = upload.Logo.ToString() },
        };
}
