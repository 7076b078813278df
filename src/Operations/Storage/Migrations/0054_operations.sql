-- What whoever runs the server looks at.

-- Which release a node runs: two of them while a cluster is brought up to another.
alter table node add column version text;

-- How the queue of a link stands, told by its holder with each renewal; told_at is null until it has.
alter table link_lease
    add column told_at timestamptz,
    add column queued integer,
    add column under_way integer,
    add column empty_in interval,               -- null: offline, so nobody knows
    add column edit_takes interval;             -- one more credential

-- Backups that were made of this database and found whole.
create table backup (
    taken_at  timestamptz primary key,
    file_name text not null,
    bytes     bigint not null,
    tenants   bigint not null,
    events    bigint not null,
    batch     bigint not null                   -- the last of the recovery journal that is in it
);
grant select on backup to latchwork_app;

-- The last verification of a tenant's chain: asked for, under way, or done.
create table audit_verification (
    tenant_id     uuid primary key references tenant,
    operation_id  uuid not null,
    asked_at      timestamptz not null,
    asked_by_kind smallint not null,
    asked_by      uuid not null,
    session_id    uuid,
    surface       smallint not null,
    claimed_until timestamptz,                  -- by the database's clock: a node is at it
    looked_at     bigint not null default 0,    -- records so far
    of_records    bigint not null,
    verified_at   timestamptz,                  -- null: not yet
    heads         integer,
    first_at      timestamptz,
    last_at       timestamptz,
    fault_count   bigint,
    faults        jsonb                         -- the first of them
);
grant select, insert, update, delete on audit_verification to latchwork_app;
alter table audit_verification enable row level security;
create policy tenant_set on audit_verification using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true);

-- Taken by one node for a while; again by another where that one died.
create function latchwork_take_verification() returns table (tenant_id uuid) language sql security definer set search_path = public
    as $$
        update audit_verification v set claimed_until = clock_timestamp() + interval '30 seconds'
        where v.tenant_id = (
            select d.tenant_id from audit_verification d
            where d.verified_at is null and (d.claimed_until is null or d.claimed_until <= clock_timestamp())
            order by d.asked_at limit 1 for update skip locked)
        returning v.tenant_id
    $$;

-- What waits in all tenants together: numbers alone.
create function latchwork_backlog(at timestamptz) returns table (what text, waiting bigint, oldest timestamptz)
    language sql stable security definer set search_path = public
    as $$
        select 'commands', count(*), min(c.submitted_at) from device_command c where c.ended_at is null
        union all select 'credentials', count(*), min(e.due_at) from enrollment e where e.due_at <= at
        union all select 'deliveries', count(*), min(d.due_at) from delivery d where d.state = 1 and d.due_at <= at
        union all select 'messages', count(*), min(n.due_at) from notification n where n.state = 0 and n.due_at <= at and n.ends_at > at
        union all select 'recoveryJournal', count(*), null from recovery_entry r
        union all select 'unsignedRecords', coalesce(sum(h.sequence - h.signed_sequence), 0)::bigint, null from audit_chain h
    $$;

create function latchwork_all_tenants()
    returns table (tenant_id uuid, name text, zone text, created_at timestamptz, is_personal boolean, locks bigint, members bigint, events bigint)
    language sql stable security definer set search_path = public
    as $$
        select t.tenant_id, t.name, t.zone, t.created_at, t.is_personal,
            (select count(*) from smart_lock l where l.tenant_id = t.tenant_id and l.decommissioned_at is null),
            (select count(*) from membership m where m.tenant_id = t.tenant_id), c.sequence
        from tenant t join audit_chain c on c.tenant_id = t.tenant_id
        where t.tenant_id <> '00000000-0000-7000-8000-000000000001'
    $$;

revoke all on function latchwork_take_verification(), latchwork_backlog(timestamptz), latchwork_all_tenants() from public;
grant execute on function latchwork_take_verification(), latchwork_backlog(timestamptz), latchwork_all_tenants() to latchwork_app;
