-- The hours in which a lock stays open, beside what every decision about it reads: a lock has at most one set.
alter table smart_lock add column open_hours text, add column opens_by_itself boolean not null default false;
update smart_lock l set open_hours = o.hours, opens_by_itself = not o.opens_on_first_entry
from open_schedule o where o.tenant_id = l.tenant_id and o.lock_id = l.lock_id;
drop table open_schedule;

-- What is remembered of a door that is to lock, or to open, without anybody asking (RelockState).
alter table relock drop column operation_id;
alter table relock
    add column opened_at  timestamptz,
    add column lock_at    timestamptz,
    add column settled_at timestamptz not null,
    add column aim        smallint not null default 0,
    add column command_id uuid,                 -- the motion that was asked, until its end is taken in
    add column is_in_doubt boolean not null default false,
    add column is_told    boolean not null default false;

-- What a device told when it was asked for more than its bolt.
alter table device_command add column battery smallint, add column battery_is_low boolean, add column clock_at timestamptz;
