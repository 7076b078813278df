-- Secrets of HMAC key pairs (HM-8): one row for each that is live, two for a while when one takes the other's place. What ends a secret is its session.
create table hmac_secret (
    tenant_id     uuid not null references tenant,
    secret_id     uuid not null,                -- also its session's
    api_client_id uuid not null,
    secret_sealed bytea not null,
    created_at    timestamptz not null,
    primary key (tenant_id, secret_id),
    foreign key (tenant_id, api_client_id) references api_client
);
create index hmac_secret_of_client on hmac_secret (tenant_id, api_client_id);
grant select, insert, update, delete on hmac_secret to latchwork_app;
alter table hmac_secret enable row level security;
create policy tenant_set on hmac_secret using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true);

alter table api_client drop column secret_sealed, drop column next_secret_sealed, drop column secret_changes_at;
