-- Who of a tenant's members is told of what, and how. A row stays when it is removed: who wanted none is not told by default either.
create table alert (
    tenant_id    uuid not null references tenant,
    alert_id     uuid not null,
    user_id      uuid not null references app_user,
    channel      smallint not null check (channel between 1 and 2), -- 1 mail, 2 SMS
    topics       smallint[] not null check (cardinality(topics) > 0),
    sites        uuid[] not null default '{}',  -- none of both: everywhere
    locks        uuid[] not null default '{}',
    quiet_from   time, quiet_until time,        -- by the clocks of the site
    urgent_passes boolean not null default true,
    most_an_hour smallint check (most_an_hour between 1 and 60), -- null: the installation's setting
    is_default   boolean not null default false, -- nobody asked for it: what administrators are told without asking
    hour_from    timestamptz,                   -- AlertPace
    told_in_hour smallint not null default 0,
    is_held      boolean not null default false,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    removed_at   timestamptz,
    primary key (tenant_id, alert_id),
    check ((quiet_from is null) = (quiet_until is null))
);
create index alert_of_user on alert (tenant_id, user_id);
create index alert_of_person on alert (user_id);

-- An event that one of them is told of. Written in the transaction that moves the cursor over the event, and told in the one that writes the message.
create table alert_item (
    tenant_id    uuid not null,
    alert_id     uuid not null,
    sequence     bigint not null,               -- of the event
    received_at  timestamptz not null,
    topic        smallint not null,
    is_end       boolean not null,
    subject_id   uuid,                          -- what the trouble is of
    site_id      uuid,                          -- where it happened
    due_at       timestamptz,                   -- null: it was told, or there was nobody to tell
    told_at      timestamptz,
    primary key (tenant_id, alert_id, sequence),
    foreign key (tenant_id, alert_id) references alert
);
create index alert_item_due on alert_item (due_at) where due_at is not null;
create index alert_item_of_subject on alert_item (tenant_id, subject_id, alert_id, topic, sequence desc) where subject_id is not null;
create index alert_item_by_age on alert_item (received_at) where due_at is null;

-- How far each tenant's list of events was read for alerts.
create table alert_cursor (
    tenant_id   uuid primary key references tenant,
    sequence    bigint not null,
    received_at timestamptz not null
);

do $$
declare
    t text;
begin
    foreach t in array array['alert', 'alert_item', 'alert_cursor'] loop
        execute format('grant select, insert, update, delete on %I to latchwork_app', t);
        execute format('alter table %I enable row level security', t);
        execute format('create policy tenant_set on %I using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true)', t);
    end loop;
end $$;

-- Tenants whose list is to be read from now on, and is not yet: somebody is to be told, or a webhook may be paused.
create function latchwork_alert_sources() returns table (tenant_id uuid, begins_at timestamptz) language sql stable
    security definer set search_path = public
    as $$
        select w.tenant_id, min(w.created_at) from (
            select a.tenant_id, a.created_at from alert a where a.removed_at is null
            union all select e.tenant_id, e.created_at from webhook_endpoint e where e.removed_at is null) as w
        where not exists (select from alert_cursor c where c.tenant_id = w.tenant_id)
        group by w.tenant_id limit 500
    $$;

-- Tenants in whose list something has happened since.
create function latchwork_alerts_behind() returns table (tenant_id uuid) language sql stable security definer set search_path = public
    as $$
        select c.tenant_id from alert_cursor c join audit_chain a on a.tenant_id = c.tenant_id and a.sequence > c.sequence
        order by c.received_at limit 500
    $$;

create function latchwork_alerts_due(at timestamptz, most integer) returns table (tenant_id uuid, alert_id uuid) language sql stable
    security definer set search_path = public
    as $$
        select i.tenant_id, i.alert_id from alert_item i where i.due_at <= at group by i.tenant_id, i.alert_id order by min(i.due_at) limit most
    $$;

create function latchwork_prune_alerts(received_before timestamptz, most integer) returns bigint language sql security definer set search_path = public
    as $$
        with old as (
            select tenant_id, alert_id, sequence from alert_item where due_at is null and received_at < received_before limit most
            for update skip locked),
        gone as (
            delete from alert_item i using old o where i.tenant_id = o.tenant_id and i.alert_id = o.alert_id and i.sequence = o.sequence returning 1)
        select count(*) from gone
    $$;

-- What a person wanted to be told of ends with their account, in all tenants.
create function latchwork_forget_alerts(who uuid) returns void language sql security definer set search_path = public
    as $$
        delete from alert_item i using alert a where a.user_id = who and i.tenant_id = a.tenant_id and i.alert_id = a.alert_id;
        delete from alert where user_id = who;
    $$;

revoke all on function latchwork_alert_sources(), latchwork_alerts_behind(), latchwork_alerts_due(timestamptz, integer),
    latchwork_prune_alerts(timestamptz, integer), latchwork_forget_alerts(uuid) from public;
grant execute on function latchwork_alert_sources(), latchwork_alerts_behind(), latchwork_alerts_due(timestamptz, integer),
    latchwork_prune_alerts(timestamptz, integer), latchwork_forget_alerts(uuid) to latchwork_app;
