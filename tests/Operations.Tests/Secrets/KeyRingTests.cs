using System.Security.Cryptography;
using System.Text;
using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Operations.Secrets;
using Xunit;

namespace Latchwork.Operations.Tests.Secrets;

/// <summary>KR-1, KR-2, KR-3.</summary>
public sealed class KeyRingTests : IDisposable
{
    private static readonly TenantId Tenant = new(new Guid("01890000-0000-7000-8000-00000000000a"));
    private static readonly TenantId OtherTenant = new(new Guid("01890000-0000-7000-8000-00000000000b"));
    private static readonly SecretPlace Place = new("passcode", "digits", new Guid("01890000-0000-7000-8000-000000000001"));

    private readonly SettableClock clock = new();
    private readonly KeyRingOptions options = new() { CachedTenants = 2 };
    private readonly RootKeys roots = new(Root(1));
    private readonly Rows rows = new();
    private readonly KeyRing ring;
    private readonly KeyRotation rotation;

    public KeyRingTests()
    {
        ring = new KeyRing(roots, rows, options, clock);
        rotation = new KeyRotation(roots, options, clock);
        rows[Tenant] = [rotation.First(Tenant)];
        rows[OtherTenant] = [rotation.First(OtherTenant)];
    }

    public void Dispose()
    {
        ring.Dispose();
        roots.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(10_000)]
    public async Task A_sealed_value_opens_in_its_place_and_is_33_bytes_longer(int length)
    {
        using var keys = await ring.RentAsync(Tenant, default);
        var content = RandomNumberGenerator.GetBytes(length);

        var blob = keys.Seal(Place, content);

        Assert.Equal(length + 33, blob.Length);
        Assert.Equal(1, TenantKeys.SealVersion(blob));
        Assert.Equal(content, keys.Open(Place, blob));
    }

    [Fact]
    public async Task A_value_moved_to_another_row_column_table_or_tenant_does_not_open()
    {
        using var keys = await ring.RentAsync(Tenant, default);
        using var others = await ring.RentAsync(OtherTenant, default);
        var blob = keys.SealText(Place, "402817");

        Assert.False(keys.TryOpen(Place with { Row = Guid.Empty }, blob, out _));
        Assert.False(keys.TryOpen(Place with { Column = "digit" }, blob, out _));
        Assert.False(keys.TryOpen(Place with { Table = "passcodes" }, blob, out _));
        Assert.False(keys.TryOpen(new SecretPlace("passcoded", "igits", Place.Row), blob, out _));
        Assert.False(others.TryOpen(Place, blob, out _));
        Assert.Equal("402817", keys.OpenText(Place, blob));
    }

    [Fact]
    public async Task Another_tenants_data_key_under_this_tenants_name_does_not_open()
    {
        rows[Tenant] = [rows[OtherTenant][0] with { Tenant = Tenant }];

        await Assert.ThrowsAsync<KeyRingException>(async () => await ring.RentAsync(Tenant, default));
    }

    [Fact]
    public async Task One_changed_bit_or_length_does_not_open_and_the_error_does_not_tell_the_content()
    {
        using var keys = await ring.RentAsync(Tenant, default);
        var blob = keys.SealText(Place, "402817");

        for (var bit = 0; bit < blob.Length * 8; bit++)
        {
            var changed = blob.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(keys.TryOpen(Place, changed, out _));
        }

        Assert.False(keys.TryOpen(Place, blob.AsSpan(0, blob.Length - 1), out _));
        Assert.False(keys.TryOpen(Place, [], out _));
        var error = Assert.Throws<KeyRingException>(() => keys.Open(Place, blob.AsSpan(1)));
        Assert.DoesNotContain("402817", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_value_is_sealed_differently_each_time()
    {
        using var keys = await ring.RentAsync(Tenant, default);

        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => Convert.ToHexString(keys.SealText(Place, "402817"))).Distinct().Count());
    }

    [Fact]
    public async Task A_new_version_is_used_once_every_node_can_know_it_and_the_old_one_still_opens()
    {
        var old = await SealedNowAsync();
        rows[Tenant] = [.. rows[Tenant], rotation.Next(rows[Tenant])];

        clock.Advance(2 * options.CachedFor - TimeSpan.FromSeconds(1));
        Assert.Equal(1, TenantKeys.SealVersion(await SealedNowAsync()));
        clock.Advance(TimeSpan.FromSeconds(1));
        using var keys = await ring.RentAsync(Tenant, default);

        Assert.Equal(2, keys.CurrentVersion);
        Assert.Equal(2, TenantKeys.SealVersion(keys.SealText(Place, "x")));
        Assert.Equal("402817", keys.OpenText(Place, old));
    }

    [Fact]
    public void A_version_may_be_destroyed_once_nothing_uses_it_and_a_later_one_has_settled()
    {
        IReadOnlyList<DataKeyRow> three = [rows[Tenant][0]];
        clock.Advance(TimeSpan.FromDays(1));
        three = [.. three, rotation.Next(three)];
        Assert.Equal([], rotation.Destroyable(three, new HashSet<int>()));

        clock.Advance(TimeSpan.FromDays(1));
        three = [.. three, rotation.Next(three)];
        Assert.Equal([1], rotation.Destroyable(three, new HashSet<int>()));
        Assert.Equal([], rotation.Destroyable(three, new HashSet<int> { 1 }));

        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal([1, 2], rotation.Destroyable(three, new HashSet<int> { 3 }));
    }

    [Fact]
    public async Task Values_of_a_destroyed_version_do_not_open_and_ids_stay_as_they_were()
    {
        var blob = await SealedNowAsync();
        var (before, recordBefore) = await IdsAsync();
        rows[Tenant] = [rotation.Next(rows[Tenant])];
        clock.Advance(TimeSpan.FromDays(1));

        using var keys = await ring.RentAsync(Tenant, default);
        Assert.False(keys.TryOpen(Place, blob, out _));
        Assert.Equal((before, recordBefore), await IdsAsync());
    }

    [Fact]
    public async Task Kinds_and_tenants_have_ids_of_their_own()
    {
        using var keys = await ring.RentAsync(Tenant, default);
        using var others = await ring.RentAsync(OtherTenant, default);
        long[] ids = [keys.PublicIds("lock").Permute(1), keys.PublicIds("grant").Permute(1), others.PublicIds("lock").Permute(1)];

        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(7, keys.RecordIds.Invert(keys.RecordIds.Permute(7)));
    }

    [Fact]
    public async Task Data_keys_are_wrapped_again_under_a_new_root_key_while_the_old_one_still_opens()
    {
        var blob = await SealedNowAsync();
        var old = rows[Tenant][0];
        using var both = new RootKeys(Root(2), Root(1));
        using var onlyNew = new RootKeys(Root(2));
        var change = new KeyRotation(both, options, clock);

        using (var during = new KeyRing(both, rows, options, clock))
        using (var keys = await during.RentAsync(Tenant, default))
        {
            Assert.Equal("402817", keys.OpenText(Place, blob));
        }

        rows[Tenant] = [change.Rewrap(old)!];
        Assert.Null(change.Rewrap(rows[Tenant][0]));
        using var after = new KeyRing(onlyNew, rows, options, clock);
        using var renewed = await after.RentAsync(Tenant, default);
        Assert.Equal("402817", renewed.OpenText(Place, blob));
        Assert.Throws<KeyRingException>(() => ring.Rent(rows[Tenant][0]));
        Assert.Throws<KeyRingException>(() => after.Rent(old));
    }

    [Fact]
    public async Task The_sentinel_opens_only_under_the_keys_it_was_made_with()
    {
        using var keys = await ring.RentAsync(Tenant, default);
        using var others = await ring.RentAsync(OtherTenant, default);
        var sentinel = Sentinel.Make(keys);

        Sentinel.Check(keys, sentinel);
        Assert.Throws<KeyRingException>(() => Sentinel.Check(others, sentinel));
        Assert.Throws<KeyRingException>(() => Sentinel.Check(keys, keys.SealText(Place, "latchwork-sentinel-1")));
    }

    [Fact]
    public async Task The_same_pin_is_found_on_the_same_lock_only()
    {
        using var keys = await ring.RentAsync(Tenant, default);
        using var others = await ring.RentAsync(OtherTenant, default);
        var (front, back) = (LockId.New(clock.Now()), LockId.New(clock.Now()));
        var pin = PinDigits.Parse("402817").Value;
        var index = keys.PinIndex(front, pin);

        Assert.Equal(TenantKeys.IndexSize, index.Length);
        Assert.Equal(index, keys.PinIndex(front, pin));
        Assert.NotEqual(index, keys.PinIndex(back, pin));
        Assert.NotEqual(index, keys.PinIndex(front, PinDigits.Parse("402818").Value));
        Assert.NotEqual(index, others.PinIndex(front, pin));
    }

    [Fact]
    public async Task An_index_made_before_a_rotation_is_still_looked_up()
    {
        var smartLock = LockId.New(clock.Now());
        var pin = PinDigits.Parse("402817").Value;
        byte[] old;
        using (var keys = await ring.RentAsync(Tenant, default))
        {
            old = keys.PinIndex(smartLock, pin);
        }

        rows[Tenant] = [.. rows[Tenant], rotation.Next(rows[Tenant])];
        clock.Advance(TimeSpan.FromDays(1));
        using var rotated = await ring.RentAsync(Tenant, default);

        Assert.Equal([2, 1], rotated.PinIndexes(smartLock, pin).Select(index => TenantKeys.IndexVersion(index)));
        Assert.Equal(old, rotated.PinIndexes(smartLock, pin)[1]);
        Assert.Equal(rotated.PinIndex(smartLock, pin), rotated.PinIndexes(smartLock, pin)[0]);
    }

    [Fact]
    public async Task Contact_fields_are_found_in_every_spelling_and_not_in_another_field()
    {
        using var keys = await ring.RentAsync(Tenant, default);

        Assert.Equal(keys.ContactIndex(ContactText.Email("ann@example.com").Value), keys.ContactIndex(ContactText.Email(" Ann@Example.COM ").Value));
        Assert.NotEqual(keys.ContactIndex(ContactText.DocumentNumber("12")), keys.ContactIndex(ContactText.PostalAddress("12")));
    }

    [Fact]
    public async Task A_node_asks_for_a_tenants_keys_once_a_minute_at_most()
    {
        for (var i = 0; i < 10; i++)
        {
            (await ring.RentAsync(Tenant, default)).Dispose();
        }

        Assert.Equal(1, rows.Loads);
        clock.Advance(options.CachedFor);
        (await ring.RentAsync(Tenant, default)).Dispose();
        Assert.Equal(2, rows.Loads);
        ring.Forget(Tenant);
        (await ring.RentAsync(Tenant, default)).Dispose();
        Assert.Equal(3, rows.Loads);
    }

    [Fact]
    public async Task The_longest_unused_tenant_leaves_a_full_cache()
    {
        var third = TenantId.New(clock.Now());
        rows[third] = [rotation.First(third)];
        foreach (var tenant in new[] { Tenant, OtherTenant, Tenant, third, Tenant })
        {
            (await ring.RentAsync(tenant, default)).Dispose();
        }

        Assert.Equal(3, rows.Loads);
        (await ring.RentAsync(OtherTenant, default)).Dispose();
        Assert.Equal(4, rows.Loads);
    }

    [Fact]
    public async Task Keys_are_wiped_when_they_left_the_cache_and_the_last_lease_ended()
    {
        var first = await ring.RentAsync(Tenant, default);
        var second = await ring.RentAsync(Tenant, default);
        var ids = first.PublicIds("lock");
        ring.Forget(Tenant);
        first.Dispose();
        first.Dispose();

        Assert.Throws<ObjectDisposedException>(() => first.Seal(Place, []));
        Assert.Equal("x", second.OpenText(Place, second.SealText(Place, "x")));
        Assert.InRange(ids.Permute(1), 1, int.MaxValue);
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ids.Permute(1));
    }

    [Fact]
    public async Task Many_threads_may_rent_while_the_cache_is_emptied()
    {
        await Parallel.ForAsync(
            0,
            3000,
            async (i, cancel) =>
            {
                using var keys = await ring.RentAsync(i % 2 == 0 ? Tenant : OtherTenant, cancel);
                if (i % 7 == 0)
                {
                    ring.Forget(keys.Tenant);
                }

                Assert.Equal("402817", keys.OpenText(Place, keys.SealText(Place, "402817")));
            }
        );
    }

    [Fact]
    public async Task A_tenant_without_a_data_key_is_refused() =>
        await Assert.ThrowsAsync<KeyRingException>(async () => await ring.RentAsync(TenantId.New(clock.Now()), default));

    [Fact]
    public void Keys_of_rows_that_are_not_committed_stay_out_of_the_cache()
    {
        var row = rotation.First(TenantId.New(clock.Now()));

        using var keys = ring.Rent(row);

        Assert.Equal("x", keys.OpenText(Place, keys.SealText(Place, "x")));
        Assert.Equal(row.Tenant, keys.Tenant);
    }

    private static RootKey Root(byte of) => new(Enumerable.Repeat(of, 32).ToArray());

    private async Task<byte[]> SealedNowAsync()
    {
        using var keys = await ring.RentAsync(Tenant, default);
        return keys.Seal(Place, Encoding.ASCII.GetBytes("402817"));
    }

    private async Task<(long Lock, long Record)> IdsAsync()
    {
        using var keys = await ring.RentAsync(Tenant, default);
        return (keys.PublicIds("lock").Permute(1), keys.RecordIds.Permute(1));
    }

    private sealed class Rows : Dictionary<TenantId, IReadOnlyList<DataKeyRow>>, IDataKeyStore
    {
        public int Loads { get; private set; }

        public Task<IReadOnlyList<DataKeyRow>> LoadAsync(TenantId tenant, CancellationToken cancel)
        {
            Loads++;
            return Task.FromResult(this.GetValueOrDefault(tenant, []));
        }
    }
}
