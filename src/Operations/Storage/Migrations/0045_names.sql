-- What callers know things by: devices that were found before devices had ids of their own get them, and deliveries are looked up by their webhook-id.
insert into public_id (kind, wire_id, tenant_id, row_id)
select 71, gen_random_uuid()::text, d.tenant_id, d.device_id from device d
where not exists (select from public_id p where p.tenant_id = d.tenant_id and p.row_id = d.device_id and p.kind = 71);

create index delivery_by_webhook_id on delivery (tenant_id, endpoint_id, webhook_id);
