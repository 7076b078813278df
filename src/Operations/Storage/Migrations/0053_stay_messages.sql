-- Of which stay a message tells: what became of it is asked there.
alter table notification add column reservation_id uuid;
create index notification_of_stay on notification (tenant_id, reservation_id, created_at desc, notification_id desc) where reservation_id is not null;
