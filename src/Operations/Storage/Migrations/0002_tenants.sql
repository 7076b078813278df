create table tenant (
    tenant_id   uuid primary key,
    name        text not null check (length(name) between 1 and 200),
    zone        text not null check (length(zone) <= 64),
    plan        smallint not null default 0,
    first_use_limits boolean not null default false, -- offline codes of the Sifely wire expire unless used early (sifely.md 18)
    mask_passcodes   boolean not null default false,
    created_at  timestamptz not null,
    closed_at   timestamptz
);

-- One row, of the reserved tenant.
create table installation (
    tenant_id       uuid primary key references tenant check (tenant_id = '00000000-0000-7000-8000-000000000001'),
    sentinel        bytea not null,             -- opens with the right root key only (KR-2)
    setup_token_hash bytea,
    setup_token_expires_at timestamptz,
    set_up_at       timestamptz,
    highest_time    timestamptz not null        -- the clock may not start before it (FS-4)
);

create table data_key (
    tenant_id   uuid not null references tenant,
    version     integer not null,
    wrapped     bytea not null,
    created_at  timestamptz not null,
    retired_at  timestamptz,
    primary key (tenant_id, version)
);

create table membership (
    tenant_id  uuid not null references tenant,
    user_id    uuid not null references app_user,
    role       smallint not null check (role between 1 and 5),
    created_at timestamptz not null,
    primary key (tenant_id, user_id)
);

create table invitation (
    tenant_id   uuid not null references tenant,
    invitation_id uuid not null,
    user_id     uuid not null references app_user,
    token_hash  bytea not null,
    purpose     smallint not null,              -- 1 welcome, 2 password reset, 3 membership
    role        smallint,
    invited_by  uuid references app_user,
    is_visitor  boolean not null default false,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    primary key (tenant_id, invitation_id)
);

-- A key or key pair that acts for a tenant (native, KEYVOX) or for one user of it (Sifely).
create table api_client (
    tenant_id   uuid not null references tenant,
    api_client_id uuid not null,
    kind        smallint not null check (kind between 1 and 4), -- 1 Sifely, 2 TTLock, 3 KEYVOX, 4 native
    name        text not null check (length(name) <= 200),
    user_id     uuid references app_user,
    key_sealed    bytea,                        -- Sifely: the key itself, since log-in returns it again (AK-2)
    secret_sealed bytea,                        -- HMAC secret (HM-8)
    next_secret_sealed bytea,
    secret_changes_at  timestamptz,
    returns_key boolean not null default true,  -- false: each log-in issues a new key and the old one stops (AK-2)
    needs_request_line boolean not null default false, -- HM-4
    last_header_form smallint,
    scopes      text[] not null default '{}',
    addresses   cidr[],                         -- null: any address, said explicitly; empty: nobody (HM-9)
    masks_codes boolean not null default false, -- KR-3
    calls_per_minute integer,
    calls_per_month  bigint,
    device_limit     integer,
    subscription smallint not null default 0,
    is_elastic  boolean not null default true,
    webhook_secret_sealed bytea,
    version     integer not null default 1,
    created_at  timestamptz not null,
    last_used_at timestamptz,
    revoked_at  timestamptz,
    primary key (tenant_id, api_client_id)
);
create unique index api_client_of_user on api_client (tenant_id, user_id, kind) where user_id is not null and revoked_at is null;

create table api_client_usage (
    tenant_id   uuid not null references tenant,
    api_client_id uuid not null,
    month       date not null,
    calls       bigint not null,
    peak_devices integer not null default 0,
    primary key (tenant_id, api_client_id, month),
    foreign key (tenant_id, api_client_id) references api_client
);

-- A third party with its own token issuer (Doordeck).
create table application (
    tenant_id   uuid not null references tenant,
    application_id uuid not null,               -- also the pool of its users
    name        text not null check (length(name) <= 200),
    company_name text, mailing_address text, privacy_policy text, support_contact text, app_link text, slug text, logo_url text,
    sender_email text, sender_name text, primary_colour text, secondary_colour text,
    only_essential_emails boolean not null default false,
    call_to_action jsonb,
    cors_origins text[] not null default '{}',
    step_up     boolean not null default true,
    identity_key_sealed bytea,                  -- for the identity look-up (doordeck.md 10.10)
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    removed_at  timestamptz,
    primary key (tenant_id, application_id)
);
create table application_owner (
    tenant_id uuid not null, application_id uuid not null, user_id uuid not null references app_user,
    primary key (tenant_id, application_id, user_id),
    foreign key (tenant_id, application_id) references application
);
create table application_issuer (
    tenant_id uuid not null, application_id uuid not null, url text not null check (length(url) <= 1000),
    primary key (tenant_id, application_id, url),
    foreign key (tenant_id, application_id) references application
);
create unique index application_issuer_url on application_issuer (url);
create table application_key (
    tenant_id uuid not null, application_id uuid not null, kid text not null check (length(kid) <= 200),
    algorithm text not null,                    -- pinned (JW-11)
    jwk       jsonb not null,                   -- public members only
    primary key (tenant_id, application_id, kid),
    foreign key (tenant_id, application_id) references application
);
