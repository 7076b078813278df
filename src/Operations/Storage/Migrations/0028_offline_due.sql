-- Orders that a lock did not take are tried again at this instant, and others before them; null for at once.
alter table smart_lock add column offline_due_at timestamptz;

-- Those of deleted locks are looked for too, so this serves both.
drop index smart_lock_offline_due;
create index smart_lock_offline_due on smart_lock (tenant_id, link_id) where offline_orders > offline_orders_held;
