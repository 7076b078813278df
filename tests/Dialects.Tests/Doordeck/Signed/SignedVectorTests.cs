using System.Text.Json.Nodes;

namespace Latchwork.Dialects.Tests.Doordeck.Signed;

/// <summary>JW-12: every clause of a signed operation, right and wrong, over real HTTP, each refusal with its own reason in the audit.</summary>
public sealed class SignedVectorTests(DoordeckHouse house) : IClassFixture<DoordeckHouse>
{
    private static readonly Vector[] Refused = [.. RefusedForms.All, .. RefusedProofs.All, .. RefusedClaims.All];

    private static readonly Vector[] Accepted = [.. AcceptedForms.All];

    [Fact]
    public void There_are_at_least_120_refusals_and_20_acceptances_and_each_has_a_name_of_its_own()
    {
        Assert.True(Refused.Length >= 120, $"{Refused.Length} refusals");
        Assert.True(Accepted.Length >= 20, $"{Accepted.Length} acceptances");
        Assert.Equal(
            Refused.Length + Accepted.Length,
            Refused.Concat(Accepted).Select(vector => vector.Name).Distinct(StringComparer.Ordinal).Count()
        );
    }

    [Fact]
    public async Task What_does_not_hold_is_refused_with_its_reason_in_the_audit_and_one_text_for_all_that_is_about_the_proof()
    {
        var kit = await KitAsync("refused@example.com");
        var wrong = new List<string>();
        foreach (var vector in Refused)
        {
            var before = await MotionsAsync();
            var (status, body) = await DoordeckHouse.ReadAsync(await kit.Phone.ExecuteAsync(kit.Lock, vector.Make(kit)));
            var act = await house.LastActAsync();
            var isTold = vector.Status != 403 || (string?)body?["message"] == "The signature of this operation is not accepted.";
            if (status != vector.Status || (int?)body?["code"] != status || !act.EndsWith($" {vector.Fault}", StringComparison.Ordinal) || !isTold)
            {
                wrong.Add($"{vector.Name}: {status} {body?.ToJsonString()} {act}");
            }

            if (await MotionsAsync() != before)
            {
                wrong.Add($"{vector.Name}: the door was moved");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task What_holds_is_done()
    {
        var kit = await KitAsync("accepted@example.com");
        var wrong = new List<string>();
        foreach (var vector in Accepted)
        {
            var (status, body) = await DoordeckHouse.ReadAsync(await kit.Phone.ExecuteAsync(kit.Lock, vector.Make(kit)));
            if (status != vector.Status || body?.ToJsonString() != "{}")
            {
                wrong.Add($"{vector.Name}: {status} {body?.ToJsonString()} {await house.LastActAsync()}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>The documentation has it the other way round in a table.</summary>
    [Fact]
    public async Task JW_9_Locked_true_locks_and_locked_false_unlocks_as_the_lock_itself_then_shows()
    {
        var gate = house.Locks["Back gate"];
        foreach (var locked in new[] { true, false, true })
        {
            var motion = new JsonObject
            {
                ["type"] = "MUTATE_LOCK",
                ["locked"] = locked,
                ["duration"] = 60,
            };
            var (status, _) = await DoordeckHouse.ReadAsync(await house.Desk.ExecuteAsync(gate, motion));

            Assert.Equal((200, locked), (status, (bool)(await house.Desk.GetAsync($"/device/{gate}"))["state"]!["locked"]!));
        }
    }

    private async Task<VectorKit> KitAsync(string other)
    {
        var guest = await house.PersonAsync(other);
        await house.ShareAsync(house.FrontDoor, guest);
        return new VectorKit(house.Desk, guest, house.FrontDoor, house.Locks["Office"])
        {
            LeafThatIsOver = await LeafAsync(1, "interval '-1 second'"),
            LeafOfTomorrow = await LeafAsync(2, "interval '31 days'"),
        };
    }

    /// <summary>One more certificate of the desk's key, given out for 30 days that end so long from now.</summary>
    private async Task<string> LeafAsync(byte last, string end)
    {
        var made = await house.RowsAsync(
            $"""
            insert into leaf_certificate (leaf_hash, certificate, key_id, authority_id, starts_at, ends_at)
            select sha256(l.certificate || '\x{last:x2}'), l.certificate || '\x{last:x2}', l.key_id, l.authority_id,
                now() + {end} - interval '30 days', now() + {end}
            from leaf_certificate l where l.certificate = decode('{house.Desk.Chain[0]}', 'base64')
            on conflict (leaf_hash) do update set ends_at = excluded.ends_at returning certificate
            """,
            row => row.GetFieldValue<byte[]>(0)
        );
        return Convert.ToBase64String(made.Single());
    }

    private async Task<long> MotionsAsync() =>
        (await house.CountAsync("select count(*) from device_command where act in (1, 2) and asked_by_kind = 1"))[0];
}
