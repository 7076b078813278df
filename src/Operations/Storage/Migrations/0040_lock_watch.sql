-- What is remembered of a lock so that each trouble of it is told once (LockWatch).
create table lock_watch (
    tenant_id    uuid not null,
    lock_id      uuid not null,
    refused_at   timestamptz[] not null default '{}', -- wrong codes of late
    is_burst_told boolean not null default false,
    is_jammed    boolean not null default false,
    is_drift_told boolean not null default false,
    opened_at    timestamptz,                   -- since when its door stands open
    suspect_at   timestamptz,                   -- it opened then with its bolt thrown
    is_forced_told boolean not null default false,
    is_ajar_told boolean not null default false,
    door_told_at timestamptz,                   -- the device's own time of what it told of the door last
    tells_by_hand boolean not null default false,
    due_at       timestamptz,                   -- when to look at the door
    primary key (tenant_id, lock_id),
    foreign key (tenant_id, lock_id) references smart_lock
);
create index lock_watch_due on lock_watch (due_at) where due_at is not null;
alter table lock_watch enable row level security;
create policy tenant_set on lock_watch using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true);
grant select, insert, update, delete on lock_watch to latchwork_app;

-- How long a door may stand open before that is told; zero: for ever.
alter table smart_lock add column ajar_after interval not null default '5 minutes' check (ajar_after >= interval '0');

-- Which doors are to be looked at now, in all tenants.
create function latchwork_doors_due(at timestamptz, most integer) returns table (tenant_id uuid, lock_id uuid) language sql stable
    security definer set search_path = public
    as $$
        select w.tenant_id, w.lock_id from lock_watch w where w.due_at <= at order by w.due_at limit most
    $$;
revoke all on function latchwork_doors_due(timestamptz, integer) from public;
grant execute on function latchwork_doors_due(timestamptz, integer) to latchwork_app;
