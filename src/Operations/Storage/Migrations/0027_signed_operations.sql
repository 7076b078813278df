-- Sessions of the Doordeck wire, signing keys with their certificates, and the codes of a second factor.

alter table session drop constraint session_kind_check;
alter table session add constraint session_kind_check check (kind between 1 and 20);

-- The keys that sign the tokens of log-in. What is accepted is found by its hash, never by these.
create table auth_token_key (
    tenant_id   uuid not null references tenant,
    key_id      uuid not null,
    key_sealed  bytea not null,                 -- PKCS#8, ECDSA P-256
    created_at  timestamptz not null,
    primary key (tenant_id, key_id)
);

-- The authorities that certify signing keys (JW-5): the operation root and the issuing authority below it.
create table certificate_authority (
    tenant_id    uuid not null references tenant,
    authority_id uuid not null,
    root         bytea not null,                -- DER
    root_key_sealed bytea not null,             -- PKCS#8, ECDSA P-256
    issuer       bytea not null,
    issuer_key_sealed bytea not null,
    created_at   timestamptz not null,
    retired_at   timestamptz,                   -- issues no more; what it issued holds to its end
    primary key (tenant_id, authority_id)
);
create unique index certificate_authority_at_work on certificate_authority (tenant_id) where retired_at is null;

-- Certificates of signing keys, as they were given out: found by the hash of their bytes.
create table leaf_certificate (
    leaf_hash    bytea primary key check (length(leaf_hash) = 32), -- SHA-256 of the DER
    certificate  bytea not null,
    key_id       uuid not null references signing_key,
    authority_id uuid not null,
    starts_at    timestamptz not null,
    ends_at      timestamptz not null,
    revoked_at   timestamptz
);
create index leaf_certificate_of_key on leaf_certificate (key_id, ends_at);
create index leaf_certificate_end on leaf_certificate (ends_at);

alter table signing_key drop column serial, drop column leaf_expires_at;
alter table signing_key add column last_certified_at timestamptz;
create index signing_key_revoked on signing_key (revoked_at) where revoked_at is not null;

-- By which key a command was signed: it is looked at again with the rest when the command waited (AZ-5).
alter table device_command add column signing_key_id uuid;

-- How long this one opening is to last, as it was asked for with it: of the command, and of the door that it opened (RelockState.OpenedFor).
alter table device_command add column opens_for interval;
alter table relock add column opened_for interval;

-- A code must be readable for as long as it holds: what proves it is a signature over it (doordeck.md 7).
alter table one_time_code add column code_sealed bytea;
alter table one_time_code alter column code_hash drop not null;

do $$
declare
    t text;
begin
    foreach t in array array['auth_token_key', 'certificate_authority', 'leaf_certificate'] loop
        execute format('grant select, insert, update, delete on %I to latchwork_app', t);
        if t <> 'leaf_certificate' then
            execute format('alter table %I enable row level security', t);
            execute format('create policy tenant_set on %I using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true)', t);
        end if;
    end loop;
end $$;

-- Whether an application asks its people for a second factor: a question about a tenant that the asker is not of.
create function latchwork_steps_up(pool uuid) returns boolean language sql stable security definer set search_path = public
    as $$ select coalesce((select step_up from application where application_id = pool), true) $$;
revoke all on function latchwork_steps_up(uuid) from public;
grant execute on function latchwork_steps_up(uuid) to latchwork_app;
