-- What is known before a tenant is: people and how they log in, bearer secrets, public ids, nodes.
-- Instants are parameters, never now(): the server's clock is passed in. Leases alone use the database's clock.

create table app_user (
    user_id         uuid primary key,
    pool            uuid not null default '00000000-0000-0000-0000-000000000000', -- zero: the installation; else an application
    home_tenant_id  uuid not null,
    display_name    text check (length(display_name) <= 200),
    locale          text check (length(locale) <= 35),
    password_hash   text,                       -- of the encoding that the wires send (AK-4); null: invited, none set yet
    password_set_at timestamptz,
    totp_sealed     bytea,
    is_installation_administrator boolean not null default false,
    version         integer not null default 1, -- rises when tenants, grants' tenants, password or standing change: nodes re-read
    created_at      timestamptz not null,
    disabled_at     timestamptz
);

create table login (
    login_id    uuid primary key,
    user_id     uuid not null references app_user,
    pool        uuid not null,
    kind        smallint not null check (kind between 1 and 5), -- 1 plain name, 2 e-mail, 3 telephone, 4 foreign key, 5 passkey
    name_index  bytea not null,                 -- keyed hash of the normalised name (KR-2)
    name_sealed bytea not null,
    public_key  bytea,                          -- passkeys
    verified_at timestamptz,
    created_at  timestamptz not null,
    unique (pool, kind, name_index)
);
create index login_of_user on login (user_id);

-- Every bearer secret, by its SHA-256. Who it stands for: a user, or an API client of a tenant.
create table session (
    token_hash    bytea primary key check (length(token_hash) = 32),
    session_id    uuid not null,                -- several secrets (access, refresh) may belong to one session
    kind          smallint not null check (kind between 1 and 12),
    user_id       uuid references app_user,
    tenant_id     uuid,
    api_client_id uuid,
    client_name   text check (length(client_name) <= 200), -- what the client called itself
    issued_at     timestamptz not null,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    check ((user_id is not null) or (tenant_id is not null and api_client_id is not null))
);
create index session_by_id on session (session_id);
create index session_of_user on session (user_id) where revoked_at is null;
create index session_of_client on session (tenant_id, api_client_id) where revoked_at is null;

create table signing_key (
    key_id          uuid primary key,
    user_id         uuid not null references app_user,
    public_key      bytea not null,             -- raw Ed25519, 32 bytes
    serial          bytea,                      -- of the newest leaf certificate
    leaf_expires_at timestamptz,
    verified_at     timestamptz,
    created_at      timestamptz not null,
    revoked_at      timestamptz
);
create unique index signing_key_live on signing_key (user_id, public_key) where revoked_at is null;

-- One core row, a wire id each. The way from any wire id to its tenant (AZ-3).
create table public_id (
    kind      smallint not null,
    wire_id   text not null check (length(wire_id) between 1 and 64),
    tenant_id uuid not null,
    row_id    uuid not null,
    primary key (kind, wire_id)
);
create unique index public_id_of_row on public_id (tenant_id, row_id, kind);
-- Numbers of 31 bits are a keyed permutation of a sequence per kind (AZ-8): locks, grants, enrollments, gateways, groups, users.
create sequence public_id_1;
create sequence public_id_2;
create sequence public_id_3;
create sequence public_id_4;
create sequence public_id_5;
create sequence public_id_6;

-- "The same request again" for idempotency keys, HMAC signatures and jti (design, "Request once").
create table request_once (
    principal    uuid not null,
    request_key  bytea not null,
    request_hash bytea not null,
    operation_id uuid not null,
    until        timestamptz not null,
    primary key (principal, request_key)
);
create index request_once_until on request_once (until);

-- Failed log-ins and codes, counted for all nodes together (RL-1..RL-3).
create table throttle (
    subject     bytea not null,                 -- keyed hash of what is counted: account, source, lock
    kind        smallint not null,
    failures    integer not null,
    consecutive integer not null,
    window_from timestamptz not null,
    blocked_until timestamptz,
    primary key (kind, subject)
);

create table node (
    node_id    uuid primary key,
    name       text not null,
    started_at timestamptz not null,
    joined_at  timestamptz not null,            -- these two by the database's clock, like the leases
    seen_at    timestamptz not null,
    stopped_at timestamptz
);

create table link_lease (
    tenant_id  uuid not null,
    link_id    uuid not null,
    node_id    uuid references node,
    epoch      bigint not null default 0,       -- grows with every taking; an outcome with an old one is refused
    expires_at timestamptz,                     -- by the database's clock
    primary key (tenant_id, link_id)
);
