-- Orders that a lock did not take are tried again at this instant, and others before them; null for at once.
alter table smart_lock add column offline_due_at timestamptz;

-- Those of deleted locks are looked for too, so this serves both.
drop index smart_lock_offline_due;
create index smart_lock_offline_due on smart_lock (tenant_id, link_id) where offline_orders > offline_orders_held;

-- A deleted lock keeps no hours: what was left open before this is not moved any more.
update smart_lock set open_hours = null, opens_by_itself = false where decommissioned_at is not null;
delete from relock r using smart_lock l where l.tenant_id = r.tenant_id and l.lock_id = r.lock_id and l.decommissioned_at is not null;
