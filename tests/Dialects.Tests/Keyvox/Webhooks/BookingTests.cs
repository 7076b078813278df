using System.Text.Json.Nodes;
using Latchwork.Domain;
using Latchwork.Domain.Audit;
using Latchwork.Operations.Credentials;
using Latchwork.Operations.Identity;
using Latchwork.Operations.Ids;
using Latchwork.Testing.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Latchwork.Dialects.Tests.Keyvox.Webhooks;

/// <summary>10.3. The rows of the stay are written here as the operations of stays write them.</summary>
public sealed class BookingTests : IAsyncLifetime
{
    private static readonly Guid Reservation = Guid.CreateVersion7(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly Guid Unit = Guid.CreateVersion7(new DateTimeOffset(2026, 3, 1, 0, 0, 1, TimeSpan.Zero));
    private static readonly Guid Plan = Guid.CreateVersion7(new DateTimeOffset(2026, 3, 1, 0, 0, 2, TimeSpan.Zero));

    private WebhookStage stage = null!;

    public async ValueTask InitializeAsync()
    {
        stage = await WebhookStage.OpenAsync();
        await BookAsync();
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    /// <summary>WH-5: codes are empty unless they were switched on, and that is in the audit.</summary>
    [Fact]
    public async Task A_booking_is_told_without_codes_unless_somebody_who_may_see_them_switched_them_on()
    {
        var id = await stage.AddAsync("keyvox-bookings");
        await stage.TellAsync(Happened(AuditKind.ReservationBooked));
        var data = (await stage.OnlyAsync())["data"]!;
        var access = Assert.Single(data["accessInfo"]!.AsArray())!;
        Assert.Equal(("Front door", "", ""), ((string)access["deviceName"]!, (string)access["pinCode"]!, (string)access["qrCodeUrl"]!));

        await stage.CallAsync(
            "PUT",
            $"webhooks/{id}",
            $$"""{"name":"Codes","format":"keyvox-bookings","url":"{{stage.Receiver.Url}}","sendsCodes":true}"""
        );
        await stage.TellAsync(Happened(AuditKind.CheckedIn));
        await stage.DrainAsync();
        access = JsonNode.Parse(stage.Receiver.Received[^1].Text)!["data"]!["accessInfo"]![0]!;
        Assert.Matches("^[0-9]{6}$", (string)access["pinCode"]!);
        Assert.Matches("/sl/[A-Za-z0-9_-]{22}$", (string)access["qrCodeUrl"]!);
        Assert.Equal(
            2L,
            await stage.OneAsync<long>(
                $"select count(*) from audit_event where kind = {(int)AuditKind.WebhookChanged} and convert_from(bytes, 'UTF8')::jsonb -> 'changed' ->> 'sendsCodes' is not null"
            )
        );
    }

    [Fact]
    public async Task Every_change_of_a_stay_has_its_event_and_a_refused_one_has_none()
    {
        await stage.AddAsync("keyvox-bookings");
        AuditKind[] kinds =
        [
            AuditKind.ReservationBooked,
            AuditKind.ReservationChanged,
            AuditKind.CheckedIn,
            AuditKind.CheckedOut,
            AuditKind.ReservationCancelled,
        ];
        foreach (var kind in kinds)
        {
            await stage.TellAsync(Happened(kind));
        }

        await stage.TellAsync(Happened(AuditKind.CheckedOut) with { Outcome = AuditOutcome.Refused });
        await stage.DrainAsync();

        Assert.Equal(
            ["booking.created", "booking.updated", "booking.checked_in", "booking.checked_out", "booking.cancelled"],
            stage.Receiver.Received.Select(got => got.Headers["X-Keyvox-Event"])
        );
    }

    [Fact]
    public async Task A_booking_names_its_place_unit_plan_and_guest()
    {
        await stage.AddAsync("keyvox-bookings");
        await stage.TellAsync(Happened(AuditKind.CheckedIn));
        var told = await stage.OnlyAsync();

        var data = told["data"]!;
        Assert.Equal(
            ("booking.checked_in", "QUPHLLMCI", "宿泊者", "101", "1772388000", "1772474400"),
            (
                (string)told["event"]!,
                (string)data["reservationCode"]!,
                (string)data["orderContact"]!,
                (string)data["unitName"]!,
                (string)data["checkinTime"]!,
                (string)data["checkoutTime"]!
            )
        );
        Assert.Equal(("Kyoto 1-2-3", "booking.example"), ((string)data["locationAddress"]!, (string)data["otaType"]!));
        Assert.Equal(("5dc02d9557a9445018f12998", "5de0cbc9bb2f0c745b39ce01"), ((string)data["unitId"]!, (string)data["planId"]!));
        Assert.Matches("^[0-9a-f]{24}$", (string)data["placeId"]!);
    }

    private static AuditEvent Happened(AuditKind kind) =>
        new()
        {
            Kind = kind,
            Outcome = AuditOutcome.Done,
            Operation = Guid.Empty,
            On = new AuditObject(Noun.Reservation, Reservation),
        };

    private async Task BookAsync()
    {
        var request = new CreatePasscodeRequest
        {
            Locks = [new WireId(WireIdKind.LockUuid, await stage.LockAsync("Front door"))],
            Name = "Guest",
            HasQr = true,
        };
        var made = await stage
            .Server.Services.GetRequiredService<CreatePasscode>()
            .RunAsync(Caller.Server(stage.Tenant), request, CancellationToken.None);
        Assert.Null(made.Error);
        var site = await stage.OneAsync<Guid>($"select site_id from site where tenant_id = '{stage.Tenant.Value}' order by created_at limit 1");
        var address = await HouseBooks.SealAddressAsync(stage.Server.Services, stage.Tenant, site, "Kyoto 1-2-3");
        var (tenant, at) = (stage.Tenant.Value, "'2026-03-01T12:00:00Z'::timestamptz");
        var during = "tstzrange('2026-03-01T18:00:00Z', '2026-03-02T18:00:00Z')";
        await stage.DoAsync(
            $$"""
            update site set address_sealed = '\x{{address}}' where site_id = '{{site}}';
            insert into unit (tenant_id, unit_id, site_id, name, created_at) values ('{{tenant}}', '{{Unit}}', '{{site}}', '101', {{at}});
            update smart_lock set unit_id = '{{Unit}}' where tenant_id = '{{tenant}}' and name = 'Front door';
            insert into room_plan (tenant_id, plan_id, site_id, name, created_at) values ('{{tenant}}', '{{Plan}}', '{{site}}', 'Night', {{at}});
            insert into reservation (tenant_id, reservation_id, site_id, state, contact_name, starts_at, ends_at, source, lines, created_at, updated_at)
                values ('{{tenant}}', '{{Reservation}}', '{{site}}', 3, '宿泊者', '2026-03-01T18:00:00Z', '2026-03-02T18:00:00Z', 'booking.example',
                    '[{"planId":"5de0cbc9bb2f0c745b39ce01"}]', {{at}}, {{at}});
            insert into reservation_unit (tenant_id, reservation_id, unit_id, during) values ('{{tenant}}', '{{Reservation}}', '{{Unit}}', {{during}});
            insert into reservation_credential (tenant_id, reservation_id, unit_id, credential_id, created_at)
                values ('{{tenant}}', '{{Reservation}}', '{{Unit}}', '{{made.Value.Credential.Value}}', {{at}});
            insert into public_id (kind, wire_id, tenant_id, row_id) values
                ({{(int)WireIdKind.KeyvoxUnit}}, '5dc02d9557a9445018f12998', '{{tenant}}', '{{Unit}}'),
                ({{(int)WireIdKind.KeyvoxPlan}}, '5de0cbc9bb2f0c745b39ce01', '{{tenant}}', '{{Plan}}'),
                ({{(int)WireIdKind.KeyvoxOrder}}, 'QUPHLLMCI', '{{tenant}}', '{{Reservation}}')
            """
        );
    }
}
