using Latchwork.Domain;
using Latchwork.Domain.Credentials;
using Latchwork.Domain.Drivers;
using Latchwork.Operations.Audit;
using Latchwork.Operations.Secrets;
using Latchwork.Operations.Storage;
using Npgsql;

namespace Latchwork.Operations.Fleet;

/// <summary>Which enrollments of held links are to be looked at.</summary>
/// <param name="Links">The links held.</param>
/// <param name="Named">Enrollments with answers of their own.</param>
/// <param name="Waiting">Devices that were heard again, or whose link was taken over: what waits for them, or was in the air.</param>
public sealed record DueQuery(IReadOnlyCollection<LinkKey> Links, IReadOnlyCollection<EnrollmentId> Named, IReadOnlyCollection<WaitingOn> Waiting);

/// <param name="Address">Null for every device of the link.</param>
public readonly record struct WaitingOn(LinkKey Link, string? Address);

/// <summary>Enrollments as Fleet loads and saves them: what is desired, what the plan remembers, and the secrets that a write takes along.</summary>
public sealed class EnrollmentStore
{
    private const int AtOnce = 500;

    private readonly AccessDb db;
    private readonly KeyRing ring;

    internal EnrollmentStore(AccessDb db, KeyRing ring) => (this.db, this.ring) = (db, ring);

    /// <summary>Removals come first: a slot or a code may be wanted again. From a lock that was deleted what is on it is taken off all the same.</summary>
    public Task<List<DueEnrollment>> LoadAsync(DueQuery query, DateTimeOffset now, CancellationToken cancel) =>
        db.ListByKeyAsync(
            new TenantSet(query.Links.Select(link => link.Tenant)),
            $"""
            with due as (
                (select e.tenant_id, e.enrollment_id
                    from enrollment e join smart_lock l on l.tenant_id = e.tenant_id and l.lock_id = e.lock_id
                    where e.tenant_id = any ($1) and e.due_at <= $3 and e.gone_at is null and e.path = {(int)EnrollmentPath.Link}
                        and l.link_id = any ($2) and (l.decommissioned_at is null or not e.desired_present)
                    order by e.due_at limit {AtOnce})
                union select tenant_id, enrollment_id from enrollment where tenant_id = any ($1) and enrollment_id = any ($4) and gone_at is null
                union select x.tenant_id, x.enrollment_id
                from unnest($5::uuid[], $6::uuid[], $7::text[]) as w (tenant_id, link_id, address)
                join device d on d.tenant_id = w.tenant_id and d.link_id = w.link_id and d.address = coalesce(w.address, d.address)
                join smart_lock y on y.tenant_id = d.tenant_id and y.device_id = d.device_id
                join enrollment x on x.tenant_id = y.tenant_id and x.lock_id = y.lock_id and x.gone_at is null
                    and (y.decommissioned_at is null or not x.desired_present)
                where x.plan #> '{"{state,nextTryAt}"}' is not null or x.plan #> '{"{state,flight}"}' is not null
                    or x.plan #> '{"{state,overtaken}"}' is not null
            )
            select {DueEnrollment.Columns}
            from due join enrollment e on e.tenant_id = due.tenant_id and e.enrollment_id = due.enrollment_id and e.path = {(int)EnrollmentPath.Link}
            {EnrollmentRow.Joins}
            join credential c on c.tenant_id = e.tenant_id and c.credential_id = e.credential_id
            where l.link_id = any ($2) and (l.decommissioned_at is null or not e.desired_present)
            order by e.desired_present, e.asked_at, e.enrollment_id
            """,
            DueEnrollment.Read,
            [
                query.Links.Select(link => link.Tenant.Value).Distinct().ToArray(),
                query.Links.Select(link => link.Link.Value).ToArray(),
                now,
                query.Named.Select(id => id.Value).ToArray(),
                query.Waiting.Select(on => on.Link.Tenant.Value).ToArray(),
                query.Waiting.Select(on => on.Link.Link.Value).ToArray(),
                query.Waiting.Select(on => on.Address).ToArray(),
            ],
            cancel
        );

    /// <summary>
    /// Writes steps of one tenant in one transaction. One is left out if its row was changed since it was loaded, by anybody, or if the lease
    /// under which it was made has passed to another node.
    /// </summary>
    /// <returns>Those that were written.</returns>
    public async Task<IReadOnlySet<EnrollmentId>> SaveAsync(
        TenantId tenant,
        IReadOnlyList<PlanStep> steps,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        if (await TrySaveAsync(tenant, steps, now, cancel) is { } all)
        {
            return all;
        }

        // Somebody reserved a slot in the meantime. The step that wants it is left out, and its next look finds another.
        var saved = new HashSet<EnrollmentId>();
        for (var i = 0; i < steps.Count && steps.Count > 1; i++)
        {
            saved.UnionWith(await TrySaveAsync(tenant, [steps[i]], now, cancel) ?? []);
        }

        return saved;
    }

    /// <returns>Null where a slot is taken: nothing was written.</returns>
    private async Task<HashSet<EnrollmentId>?> TrySaveAsync(
        TenantId tenant,
        IReadOnlyList<PlanStep> steps,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        await using var work = await db.BeginAsync(TenantSet.Of(tenant), cancel);
        var hasNews = steps.Any(step => step.News.Count > 0);
        var chain = hasNews ? await work.HoldChainsAsync(cancel, tenant) : new ChainBatch();
        try
        {
            var saved = (await UpdateAsync(work, tenant, steps, now, cancel)).ToHashSet();
            var written = steps.Where(step => saved.Contains(step.Of.Row.Id)).ToList();
            await WriteConsequencesAsync(work, tenant, written, now, cancel);
            foreach (var told in written.SelectMany(EnrollmentEvents.Of))
            {
                chain.Append(tenant, told(now), now);
            }

            await work.CommitAsync(chain, cancel);
            return saved;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return null;
        }
    }

    /// <summary>A slot that nobody is known to use; null where the memory is full.</summary>
    /// <param name="given">Slots of the same memory that others are about to reserve.</param>
    public async Task<int?> FreeSlotAsync(EnrollmentRow row, IEnumerable<int> given, DateTimeOffset now, CancellationToken cancel)
    {
        var used = await db.ListAsync(
            TenantSet.Of(row.Tenant),
            $"""
            {SlotRows.UsedSql}
            union all select case $3 when 1 then passcode_slots when 2 then card_slots end, true from smart_lock where tenant_id = $1 and lock_id = $2
            """,
            r => (Slot: r.GetOptional<short>(0), IsSize: r.GetBoolean(1)),
            [row.Tenant.Value, row.Lock.Value, (short)row.Kind, now - SlotRows.ForeignFor],
            cancel
        );
        var size = used.Find(one => one.IsSize).Slot ?? 0;
        return SlotAllocator.Lowest(
            size,
            used.Where(one => !one.IsSize && one.Slot is not null).Select(one => (int)one.Slot!.Value),
            [row.Slot ?? 0, .. given]
        );
    }

    /// <summary>What the lock is to hold in the row's revision, in clear, for the wire to it; null where it was erased, its key is gone, or nobody writes it.</summary>
    public async Task<SlotContent?> OpenAsync(DueEnrollment due, CancellationToken cancel)
    {
        using var keys = await ring.RentAsync(due.Row.Tenant, cancel);
        return due.Sealed is { } blob && keys.TryOpen(CredentialPlaces.Value(due.Row.Credential), blob, out var clear)
            ? CredentialValue.FromBytes(due.Row.Kind, clear).Content
            : null;
    }

    /// <summary>Which of the writes it is that a slot shows, newest last.</summary>
    public async Task<IReadOnlyList<int>> RevisionsOfAsync(EnrollmentRow row, SlotContent shown, CancellationToken cancel)
    {
        if (CredentialValue.Of(shown) is not { } value)
        {
            return [];
        }

        using var keys = await ring.RentAsync(row.Tenant, cancel);
        var indexes = keys.ValueIndexes(row.Lock, value);
        return [.. row.Plan.Written.Where(code => indexes.Any(index => index.AsSpan().SequenceEqual(code.Index))).Select(code => code.Revision)];
    }

    private static Task<List<EnrollmentId>> UpdateAsync(
        Work work,
        TenantId tenant,
        IReadOnlyList<PlanStep> steps,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var states = steps.Select(step => step.Plan.State!).ToList();
        return work.ListAsync(
            """
            update enrollment e set plan = u.plan::jsonb, slot = u.slot, observed = u.observed, observed_revision = u.seen, evidence = u.evidence,
                proven_at = u.proven_at, failure = u.failure, due_at = u.due_at, gone_at = case when u.is_gone then $2 end,
                used_at = null, doubted_at = null, doubt = null, told = null, updated_at = $2
            from unnest($3::uuid[], $4::bigint[], $5::uuid[], $6::bigint[], $7::text[], $8::smallint[], $9::smallint[], $10::integer[], $11::smallint[],
                $12::timestamptz[], $13::text[], $14::timestamptz[], $15::boolean[])
                as u (enrollment_id, version, link_id, epoch, plan, slot, observed, seen, evidence, proven_at, failure, due_at, is_gone)
            where e.tenant_id = $1 and e.enrollment_id = u.enrollment_id and e.xmin::text::bigint = u.version
                and exists (select from link_lease k where k.tenant_id = $1 and k.link_id = u.link_id and k.epoch = u.epoch)
            returning e.enrollment_id
            """,
            row => new EnrollmentId(row.GetGuid(0)),
            [
                tenant.Value,
                now,
                steps.Select(step => step.Of.Row.Id.Value).ToArray(),
                steps.Select(step => step.Of.Row.Version).ToArray(),
                steps.Select(step => step.Of.Link.Value).ToArray(),
                steps.Select(step => step.Epoch).ToArray(),
                steps.Select(step => step.Plan.ToJson()).ToArray(),
                states.Select(state => (short?)state.Slot).ToArray(),
                states.Select(ObservedOf).ToArray(),
                states.Select(state => (int?)state.SeenRevision).ToArray(),
                states.Select(state => (short)state.Rung).ToArray(),
                states.Select(state => state.ProvenAt).ToArray(),
                states.Select(state => state.Trouble == Trouble.None ? null : state.Trouble.ToString()).ToArray(),
                steps.Select(step => step.DueAt).ToArray(),
                steps.Select(step => step.IsGone).ToArray(),
            ],
            cancel
        );
    }

    /// <summary>0 absent, 1 present, 2 unknown, also while a write is under way.</summary>
    private static short ObservedOf(EnrollmentState state) =>
        (short)(
            state is { MayHold: false, Flight: not { Kind: FlightKind.Set } } ? 0
            : state.Rung >= EvidenceRung.Acknowledged ? 1
            : 2
        );

    /// <summary>A stranger's slot is remembered; where a code has left the lock, one that waits for the same digits may try at once.</summary>
    private static async Task WriteConsequencesAsync(Work work, TenantId tenant, List<PlanStep> written, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var step in written.Where(step => step.ForeignSlot is not null))
        {
            await work.DoAsync(
                """
                insert into foreign_slot (tenant_id, lock_id, kind, slot, seen_at) values ($1, $2, $3, $4, $5)
                on conflict (tenant_id, lock_id, kind, slot) do update set seen_at = excluded.seen_at
                """,
                [tenant.Value, step.Of.Row.Lock.Value, (short)step.Of.Row.Kind, (short)step.ForeignSlot!.Value, now],
                cancel
            );
        }

        foreach (var gone in written.Where(step => step.News.Contains(EnrollmentNews.Removed) && step.Of.Row.ValueIndex is not null))
        {
            await work.DoAsync(
                """
                update enrollment set told = 1, due_at = $5
                where tenant_id = $1 and lock_id = $2 and value_index = $3 and enrollment_id <> $4 and gone_at is null and desired_present
                """,
                [tenant.Value, gone.Of.Row.Lock.Value, gone.Of.Row.ValueIndex, gone.Of.Row.Id.Value, now],
                cancel
            );
        }
    }
}
