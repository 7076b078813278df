-- A device that tells what it is shown and asks the server about it. It stands at a lock, at a cabinet, or nowhere yet.
create table reader (
    tenant_id   uuid not null references tenant,
    reader_id   uuid not null,
    device_id   uuid not null,
    lock_id     uuid,
    locker_id   uuid,
    is_placed   boolean not null default false, -- by somebody: what is found behind the link does not move it any more
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    primary key (tenant_id, reader_id),
    unique (tenant_id, device_id),
    check (lock_id is null or locker_id is null),
    foreign key (tenant_id, device_id) references device,
    foreign key (tenant_id, lock_id) references smart_lock,
    foreign key (tenant_id, locker_id) references locker
);
create index reader_of_lock on reader (tenant_id, lock_id) where lock_id is not null;
create index reader_of_locker on reader (tenant_id, locker_id) where locker_id is not null;
grant select, insert, update, delete on reader to latchwork_app;
alter table reader enable row level security;
create policy tenant_set on reader using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true);

-- An act that somebody asked for by showing something: what it was, and whose right is decided again before a late one is sent.
alter table device_command add column shown smallint;

-- When a reader last let somebody in by it. The keypad of the lock proves itself elsewhere.
alter table enrollment add column shown_at timestamptz;

-- What is found by its value on one lock, whenever it was there.
create index enrollment_by_value on enrollment (tenant_id, lock_id, value_index) where value_index is not null;

-- Readers that were found before they had rows of their own.
insert into reader (tenant_id, reader_id, device_id, created_at, updated_at)
select d.tenant_id, d.device_id, d.device_id, d.created_at, d.created_at from device d where d.kind = 3;
