-- Webhooks: what an endpoint is told, how it fares, and how far each list of events was considered for it.
alter table webhook_endpoint drop column cursor, drop column pause_reason;
alter table webhook_endpoint rename column next_secret_sealed to former_secret_sealed;
alter table webhook_endpoint rename column secret_changes_at to former_secret_until;
alter table webhook_endpoint
    add column topics smallint[] not null default '{}', -- of its format
    add column rests_until timestamptz,
    add column paused_because smallint,         -- PauseReason
    add column last_status smallint, add column last_failure smallint, add column last_at timestamptz,
    add column tested_at timestamptz,
    alter column secret_sealed set not null,
    add check ((paused_at is null) = (paused_because is null));
create unique index webhook_endpoint_of_client on webhook_endpoint (tenant_id, api_client_id, format)
    where api_client_id is not null and removed_at is null;
create index webhook_endpoint_live on webhook_endpoint (tenant_id, endpoint_id) where removed_at is null;

-- An endpoint of a person is told of their locks in any tenant: one cursor for each tenant's list.
create table webhook_cursor (
    tenant_id uuid not null, endpoint_id uuid not null,
    source_tenant_id uuid not null references tenant,
    sequence  bigint not null,                  -- the last event that was considered
    received_at timestamptz not null,           -- not after the next one: which months are looked through
    primary key (tenant_id, endpoint_id, source_tenant_id),
    foreign key (tenant_id, endpoint_id) references webhook_endpoint
);
grant select, insert, update, delete on webhook_cursor to latchwork_app;
alter table webhook_cursor enable row level security;
create policy tenant_set on webhook_cursor using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true);

alter table delivery drop constraint delivery_tenant_id_endpoint_id_sequence_key;
alter table delivery rename column attempts to tries;
alter table delivery
    add column source_tenant_id uuid not null,
    add column topic smallint not null,
    add column subject_kind smallint not null,  -- WebhookSubject
    add column subject_id uuid not null,        -- order is kept within a subject and topic
    add column sequences bigint[] not null,     -- the events, from "sequence" on
    add column received_at timestamptz[] not null, -- theirs, to find them by
    add column claim_id uuid, add column claimed_until timestamptz, -- a lease, by the database's clock
    add unique (tenant_id, endpoint_id, source_tenant_id, sequence, topic, subject_id);
drop index delivery_due;
create index delivery_due on delivery (tenant_id, endpoint_id, due_at) where state = 1;
create index delivery_of_subject on delivery (tenant_id, endpoint_id, subject_id, sequence) where state = 1;
create index delivery_parked on delivery (tenant_id, endpoint_id, parked_at) where state = 3;
create index delivery_settled on delivery (created_at) where state in (2, 4);
alter table delivery set (autovacuum_analyze_threshold = 10);

-- Whether anybody is to be told of anything.
create function latchwork_webhooks_exist() returns boolean language sql stable security definer set search_path = public
    as $$ select exists (select from webhook_endpoint where removed_at is null) $$;

-- Lists that have events for an endpoint that were not considered yet. One that is paused, or has enough to do, waits with its cursor.
create function latchwork_webhooks_behind(most_waiting integer)
    returns table (tenant_id uuid, endpoint_id uuid, source_tenant_id uuid) language sql stable security definer set search_path = public
    as $$
        select c.tenant_id, c.endpoint_id, c.source_tenant_id
        from webhook_cursor c
        join webhook_endpoint e on e.tenant_id = c.tenant_id and e.endpoint_id = c.endpoint_id and e.removed_at is null and e.paused_at is null
        join audit_chain a on a.tenant_id = c.source_tenant_id and a.sequence > c.sequence
        where (select count(*) from (
            select from delivery d where d.tenant_id = c.tenant_id and d.endpoint_id = c.endpoint_id and d.state = 1 limit most_waiting) as waiting)
            < most_waiting
        order by c.received_at limit 500
    $$;

-- Tenants in which the person of an endpoint owns a lock and whose list has no cursor yet. It begins with what came after the endpoint.
create function latchwork_webhook_sources()
    returns table (tenant_id uuid, endpoint_id uuid, source_tenant_id uuid, begins_at timestamptz) language sql stable security definer set search_path = public
    as $$
        select e.tenant_id, e.endpoint_id, g.tenant_id, greatest(e.created_at, min(g.created_at))
        from webhook_endpoint e
        join access_grant g on g.user_id = e.owner_user_id and g.role = 3 and g.revoked_at is null
        where e.removed_at is null and not exists (
            select from webhook_cursor c
            where c.tenant_id = e.tenant_id and c.endpoint_id = e.endpoint_id and c.source_tenant_id = g.tenant_id)
        group by e.tenant_id, e.endpoint_id, g.tenant_id limit 500
    $$;

-- Endpoints with something to send now, whoever else is at the rest of it.
create function latchwork_webhooks_due(at timestamptz)
    returns table (tenant_id uuid, endpoint_id uuid, format smallint, failures integer) language sql stable security definer set search_path = public
    as $$
        select e.tenant_id, e.endpoint_id, e.format, e.failures from webhook_endpoint e
        where e.removed_at is null and e.paused_at is null and (e.rests_until is null or e.rests_until <= at)
            and exists (
                select from delivery d where d.tenant_id = e.tenant_id and d.endpoint_id = e.endpoint_id and d.state = 1 and d.due_at <= at
                    and (d.claimed_until is null or d.claimed_until <= clock_timestamp()))
        order by e.last_at nulls first limit 2000
    $$;

create function latchwork_prune_deliveries(created_before timestamptz, most integer) returns bigint language sql security definer set search_path = public
    as $$
        with old as (
            select tenant_id, delivery_id from delivery where state in (2, 4) and created_at < created_before
            order by created_at limit most for update skip locked),
        gone as (
            delete from delivery d using old where d.tenant_id = old.tenant_id and d.delivery_id = old.delivery_id returning 1)
        select count(*) from gone
    $$;

revoke all on function latchwork_webhooks_exist(), latchwork_webhooks_behind(integer), latchwork_webhook_sources(), latchwork_webhooks_due(timestamptz),
    latchwork_prune_deliveries(timestamptz, integer) from public;
grant execute on function latchwork_webhooks_exist(), latchwork_webhooks_behind(integer), latchwork_webhook_sources(), latchwork_webhooks_due(timestamptz),
    latchwork_prune_deliveries(timestamptz, integer) to latchwork_app;
