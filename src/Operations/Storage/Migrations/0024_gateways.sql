-- What people call a gateway; the name of its own is told anew with every adoption.
alter table device add column given_name text check (length(given_name) between 1 and 200);
create index device_behind on device (tenant_id, via_device_id) where via_device_id is not null;

-- What is behind a link.
create index smart_lock_of_link on smart_lock (tenant_id, link_id) where link_id is not null;

-- Numbers of door sensors.
create sequence public_id_7;
grant usage on sequence public_id_7 to latchwork_app;
