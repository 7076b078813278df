using System.Text.Json;
using Latchwork.Domain;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Applications;

/// <summary>An application as its owners see it.</summary>
/// <param name="Id">Public UUID.</param>
/// <param name="Said">What its owners said; null where they said nothing.</param>
public sealed record SeenApplication(string Id, ApplicationFields Said, string Slug, DateTimeOffset UpdatedAt)
{
    /// <summary>Public UUIDs of people.</summary>
    public required IReadOnlyList<string> Owners { get; init; }

    public required IReadOnlyList<string> Issuers { get; init; }

    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>Public JSON Web Keys by their <c>kid</c>.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Keys { get; init; }

    /// <summary>What to encrypt identity tokens with (doordeck.md 10.10): a JSON Web Key. Null in a list.</summary>
    public JsonElement? IdentityKey { get; init; }
}

/// <summary>The applications that the caller owns.</summary>
public sealed class ApplicationQueries
{
    private const int MostListed = 1000;

    private readonly OwnedApplications owned;
    private readonly CallerReads reads;
    private readonly IdentityKeys identity;

    internal ApplicationQueries(OwnedApplications owned, CallerReads reads, IdentityKeys identity) =>
        (this.owned, this.reads, this.identity) = (owned, reads, identity);

    /// <summary>By name.</summary>
    public async Task<Outcome<IReadOnlyList<SeenApplication>>> ListAsync(Caller by, CancellationToken cancel) =>
        OwnedApplications.OwnerOf(by) is null ? await owned.MissingAsync(by, cancel) : await ReadAsync(by, await owned.AllAsync(by, cancel), cancel);

    /// <summary>By name, in parts.</summary>
    public async Task<Outcome<PageOf<SeenApplication>>> PageAsync(Caller by, PageRequest page, CancellationToken cancel)
    {
        if (OwnedApplications.OwnerOf(by) is null)
        {
            return await owned.MissingAsync(by, cancel);
        }

        var which = await owned.AllAsync(by, cancel);
        var found = await reads.ReadAsync(
            by,
            [.. which.Select(its => its.Tenant)],
            Parts.For(page),
            Paged.Row(Read),
            _ => [.. Values(which, by), page.Size, page.Start],
            cancel
        );
        return found.Then(read => Paged.Page(read.Rows));
    }

    /// <summary>With its key for identity tokens, which is made when it is first asked for.</summary>
    public async Task<Outcome<SeenApplication>> OneAsync(Caller by, WireId application, CancellationToken cancel)
    {
        if ((await owned.ReadAsync(by, application, cancel)).IsRefused(out var missing, out var its))
        {
            return missing;
        }

        return (await ReadAsync(by, [its], cancel)).IsRefused(out var refusal, out var rows) ? refusal
            : rows is [var seen] && await identity.PublicAsync(its, cancel) is { } key ? seen with { IdentityKey = key }
            : ApplicationTurns.MissingFor(by);
    }

    private async Task<Outcome<IReadOnlyList<SeenApplication>>> ReadAsync(Caller by, List<OwnedApplication> which, CancellationToken cancel)
    {
        var found = await reads.ReadAsync(
            by,
            [.. which.Select(its => its.Tenant)],
            $"{Sql} order by a.name, a.application_id limit $4",
            Read,
            _ => [.. Values(which, by), MostListed],
            cancel
        );
        return found.Then(read => (IReadOnlyList<SeenApplication>)read.Rows);
    }

    private static object[] Values(List<OwnedApplication> which, Caller by) =>
        [which.Select(its => its.Tenant.Value).ToArray(), which.Select(its => its.Application.Value).ToArray(), by.Principal.Id];

    private static SeenApplication Read(NpgsqlDataReader row) =>
        new(row.GetString(0), ReadSaid(row), row.GetText(8) ?? "", row.GetFieldValue<DateTimeOffset>(9))
        {
            Owners = row.GetFieldValue<string[]>(10),
            Issuers = row.GetFieldValue<string[]>(11),
            Origins = row.GetFieldValue<string[]>(12),
            Keys = row.GetFieldValue<string[]>(13).Select(jwk => JsonElement.Parse(jwk)).ToDictionary(jwk => jwk.GetProperty("kid").GetString()!),
        };

    private static ApplicationFields ReadSaid(NpgsqlDataReader row) =>
        new()
        {
            Name = row.GetString(1),
            CompanyName = row.GetText(2),
            MailingAddress = row.GetText(3),
            PrivacyPolicy = row.GetText(4),
            SupportContact = row.GetText(5),
            AppLink = row.GetText(6),
            LogoUrl = row.GetText(7),
            Mail = new MailFields
            {
                SenderEmail = row.GetText(14),
                SenderName = row.GetText(15),
                PrimaryColour = row.GetText(16),
                SecondaryColour = row.GetText(17),
                OnlyEssential = row.GetBoolean(18),
                CallToAction = row.GetText(19) is { } button ? JsonSerializer.Deserialize(button, ApplicationJson.Default.CallToAction) : null,
            },
        };

    // Ownership is asked for once more: it may have ended since the applications were looked for.
    private static readonly string Sql = $"""
        select p.wire_id, a.name, a.company_name, a.mailing_address, a.privacy_policy, a.support_contact, a.app_link, a.logo_url, a.slug, a.updated_at,
            array(select w.wire_id from application_owner o join app_user u on u.user_id = o.user_id
                join public_id w on w.tenant_id = u.home_tenant_id and w.row_id = u.user_id and w.kind = {(int)WireIdKind.UserUuid}
                where o.tenant_id = a.tenant_id and o.application_id = a.application_id order by u.created_at, u.user_id),
            array(select i.url from application_issuer i where i.tenant_id = a.tenant_id and i.application_id = a.application_id order by i.url),
            a.cors_origins,
            array(select k.jwk::text from application_key k where k.tenant_id = a.tenant_id and k.application_id = a.application_id order by k.kid),
            a.sender_email, a.sender_name, a.primary_colour, a.secondary_colour, a.only_essential_emails, a.call_to_action::text,
            a.application_id
        from unnest($1::uuid[], $2::uuid[]) as its (tenant_id, application_id)
        join application a on a.tenant_id = its.tenant_id and a.application_id = its.application_id and a.removed_at is null
        join public_id p on p.tenant_id = a.tenant_id and p.row_id = a.application_id and p.kind = {(int)WireIdKind.ApplicationUuid}
        where exists (
            select from application_owner o where o.tenant_id = a.tenant_id and o.application_id = a.application_id and o.user_id = $3)
        """;

    private static readonly PagedSql Parts = Paged.Sql(Sql, PageOrder.Rising("name text, application_id uuid"), size: 4);
}
