-- Endpoints in a form of our own: what each is told of, in which order, and for how long it is tried.
alter table webhook_endpoint
    add column sites uuid[] not null default '{}',   -- empty: all
    add column persons uuid[] not null default '{}', -- who did it, or to whom it was done; empty: all
    add column is_ordered boolean not null default false, -- strictly one after the other
    add column retry_for interval,                   -- null: as its format has it
    add column failing_since timestamptz;            -- the first of the failures in a row

-- Parts of lists that an endpoint is told once more, from "sequence" on.
create table webhook_replay (
    tenant_id uuid not null, endpoint_id uuid not null,
    source_tenant_id uuid not null references tenant,
    sequence  bigint not null,                  -- the last event that was considered again
    until_sequence bigint not null,             -- the last that is to be
    primary key (tenant_id, endpoint_id, source_tenant_id),
    foreign key (tenant_id, endpoint_id) references webhook_endpoint
);
grant select, insert, update, delete on webhook_replay to latchwork_app;
alter table webhook_replay enable row level security;
create policy tenant_set on webhook_replay using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true);

-- The same as of cursors: who is paused, or has enough to do, waits.
create function latchwork_webhooks_replaying(most_waiting integer)
    returns table (tenant_id uuid, endpoint_id uuid, source_tenant_id uuid) language sql stable security definer set search_path = public
    as $$
        select r.tenant_id, r.endpoint_id, r.source_tenant_id
        from webhook_replay r
        join webhook_endpoint e on e.tenant_id = r.tenant_id and e.endpoint_id = r.endpoint_id and e.removed_at is null and e.paused_at is null
        where (select count(*) from (
            select from delivery d where d.tenant_id = r.tenant_id and d.endpoint_id = r.endpoint_id and d.state = 1 limit most_waiting) as waiting)
            < most_waiting
        limit 500
    $$;

drop function latchwork_webhooks_due(timestamptz);
create function latchwork_webhooks_due(at timestamptz)
    returns table (tenant_id uuid, endpoint_id uuid, format smallint, failures integer, is_ordered boolean, retry_for interval)
    language sql stable security definer set search_path = public
    as $$
        select e.tenant_id, e.endpoint_id, e.format, e.failures, e.is_ordered, e.retry_for from webhook_endpoint e
        where e.removed_at is null and e.paused_at is null and (e.rests_until is null or e.rests_until <= at)
            and exists (
                select from delivery d where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.state = 1 and d.due_at <= at
                    and (d.claimed_until is null or d.claimed_until <= clock_timestamp()))
        order by e.last_at nulls first limit 2000
    $$;

revoke all on function latchwork_webhooks_replaying(integer), latchwork_webhooks_due(timestamptz) from public;
grant execute on function latchwork_webhooks_replaying(integer), latchwork_webhooks_due(timestamptz) to latchwork_app;
