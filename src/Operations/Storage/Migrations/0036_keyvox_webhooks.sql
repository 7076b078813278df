-- When an HMAC key last signed without the request line (HM-4). Services with a bearer token are clients too.
alter table api_client
    add column unbound_at timestamptz,
    drop constraint api_client_kind_check,
    add constraint api_client_kind_check check (kind between 1 and 5); -- 5 an integration

-- Endpoints that operators make for their tenant: what each is told of.
alter table webhook_endpoint
    drop column filter,
    drop column is_ordered,                     -- its format says so
    add column name text check (length(name) between 1 and 200),
    add column devices uuid[] not null default '{}', -- locks and lockers; empty: all
    add column methods smallint[] not null default '{}'; -- ways of opening, of its format; empty: all

-- A person's client has one endpoint of a format; a service subscribes as often as it likes.
drop index webhook_endpoint_of_client;
create unique index webhook_endpoint_of_client on webhook_endpoint (tenant_id, api_client_id, format)
    where api_client_id is not null and owner_user_id is not null and removed_at is null;
create index webhook_endpoint_of_service on webhook_endpoint (tenant_id, api_client_id)
    where api_client_id is not null and owner_user_id is null and removed_at is null;
create index delivery_of_endpoint on delivery (tenant_id, endpoint_id, created_at desc);
