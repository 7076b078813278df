-- Cabinets as they are found behind links, and leases of their boxes with what the state machine needs (Domain/Lockers/BoxLease.cs).
create unique index locker_of_device on locker (tenant_id, device_id) where decommissioned_at is null and device_id is not null;

alter table locker_box
    add column is_jammed boolean not null default false,    -- it stayed shut when it was last told to open
    add column door_at timestamptz, add column content_at timestamptz,
    add column gone_at timestamptz;                         -- the cabinet has it no more

alter table box_lease
    drop column is_in_use,
    add column locker_id uuid not null,
    add column name text check (length(name) <= 200),
    add column starts_at timestamptz not null,
    add column ends_at timestamptz,                         -- null: until it is ended
    add column stage smallint not null default 1,           -- 1 reserved, 2 in use, 3 overdue, 4 ended
    add column inside smallint not null default 0,
    add column asked_at timestamptz,                        -- an opening whose end is not known yet
    add column was_opened boolean not null default false,
    add column is_spent boolean not null default false,
    add column ended_because smallint,
    add column heard smallint not null default 0,           -- what was heard of it since the clock last looked, in bits: BoxNews
    add column due_at timestamptz,
    add column created_by uuid,
    add column updated_at timestamptz not null,
    drop column credential_id,                              -- it may have several: credential.box_lease_id
    add foreign key (tenant_id, locker_id) references locker,
    add check (stage <> 4 or ended_at is not null),
    add check (during = tstzrange(starts_at, ends_at));
create index box_lease_due on box_lease (due_at) where due_at is not null;
create index box_lease_of_box on box_lease (tenant_id, box_id, starts_at) where ended_at is null;
create index box_lease_of_locker on box_lease (tenant_id, locker_id, starts_at desc, lease_id);

-- One code of a lease at its cabinet. What is typed at the panel means one box: no two live codes with the same value at one time.
create table box_code (
    tenant_id uuid not null, credential_id uuid not null, lease_id uuid not null, locker_id uuid not null,
    kind      smallint not null,
    value_index bytea,                                      -- keyed hash per cabinet (KR-3); null after erasure
    during    tstzrange not null,
    ended_at  timestamptz,
    primary key (tenant_id, credential_id),
    foreign key (tenant_id, credential_id) references credential,
    foreign key (tenant_id, lease_id) references box_lease,
    constraint box_code_once exclude using gist (tenant_id with =, locker_id with =, kind with =, value_index with =, during with &&) where (ended_at is null)
);
create index box_code_of_lease on box_code (tenant_id, lease_id);
create index box_code_by_value on box_code (tenant_id, locker_id, kind, value_index) where value_index is not null;
create index credential_of_lease on credential (tenant_id, box_lease_id) where box_lease_id is not null;

-- What a command to a cabinet is about, and what was shown at the panel that made it.
alter table device_command
    add column box_id uuid, add column credential_id uuid, add column lease_id uuid;

-- Histories of what is not a lock.
create index audit_event_of_object on audit_event (tenant_id, object_id, sequence desc) where object_id is not null and stage <> 1;

grant select, insert, update, delete on box_code to latchwork_app;
alter table box_code enable row level security;
create policy tenant_set on box_code using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true);

-- Leases that the clock is to look at, whosever they are.
create function latchwork_due_leases(due_before timestamptz, most integer)
    returns table (tenant_id uuid, lease_id uuid) language sql stable security definer set search_path = public
    as $$ select l.tenant_id, l.lease_id from box_lease l where l.due_at <= due_before order by l.due_at limit most $$;
revoke all on function latchwork_due_leases(timestamptz, integer) from public;
grant execute on function latchwork_due_leases(timestamptz, integer) to latchwork_app;
