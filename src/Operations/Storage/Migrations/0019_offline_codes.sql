-- Orders are all that a lock is told about offline codes. They are numbered; what the lock has acknowledged stands beside it.
alter table smart_lock
    add column offline_orders integer not null default 0,       -- 0: it works out no codes, or nobody connects it with the server
    add column offline_orders_held integer not null default 0,
    add column offline_epoch_seen integer not null default 0;   -- the newest epoch that it is known to be in

create index smart_lock_offline_due on smart_lock (tenant_id, link_id)
    where offline_orders > offline_orders_held and decommissioned_at is null;

-- What an offline code is called by the lock that meets it; a number is issued once.
alter table enrollment add column offline_epoch integer, add column offline_number integer;
create unique index enrollment_offline_once on enrollment (tenant_id, lock_id, offline_epoch, offline_number) where offline_number is not null;
