create table webhook_endpoint (
    tenant_id uuid not null references tenant, endpoint_id uuid not null,
    format    smallint not null default 0,      -- native, Sifely, KEYVOX text, KEYVOX JSON, REST hook
    url       text not null check (length(url) <= 2000),
    secret_sealed bytea, next_secret_sealed bytea, secret_changes_at timestamptz,
    filter    jsonb, is_form boolean not null default false,
    is_ordered boolean not null default false, sends_codes boolean not null default false,
    owner_user_id uuid, api_client_id uuid,
    cursor    bigint not null default 0,        -- the last event that was considered
    failures  integer not null default 0,
    paused_at timestamptz, pause_reason text,
    created_at timestamptz not null, removed_at timestamptz,
    primary key (tenant_id, endpoint_id)
);
create table delivery (
    tenant_id uuid not null, delivery_id uuid not null, endpoint_id uuid not null,
    sequence  bigint not null, webhook_id text not null,
    state     smallint not null, attempts integer not null default 0,
    due_at    timestamptz, parked_at timestamptz, delivered_at timestamptz, created_at timestamptz not null,
    primary key (tenant_id, delivery_id),
    unique (tenant_id, endpoint_id, sequence),
    foreign key (tenant_id, endpoint_id) references webhook_endpoint
);
create index delivery_due on delivery (due_at) where due_at is not null;
create table delivery_attempt (
    tenant_id uuid not null, delivery_id uuid not null, number integer not null,
    started_at timestamptz not null, took interval not null, status smallint, failure smallint,
    primary key (tenant_id, delivery_id, number),
    foreign key (tenant_id, delivery_id) references delivery on delete cascade
);

create table notification (
    tenant_id uuid not null references tenant, notification_id uuid not null,
    channel   smallint not null,                -- 1 mail, 2 SMS
    template  text not null, locale text not null,
    recipient_sealed bytea not null, values_sealed bytea not null,
    person_id uuid, operation_id uuid,
    state     smallint not null, attempts integer not null default 0,
    due_at    timestamptz, sent_at timestamptz, failure text, created_at timestamptz not null,
    primary key (tenant_id, notification_id)
);
create index notification_due on notification (due_at) where due_at is not null;

create table one_time_code (
    tenant_id uuid not null references tenant, code_id uuid not null,
    user_id   uuid not null references app_user, purpose smallint not null,
    code_hash bytea not null, bound_to bytea, tries integer not null default 0,
    created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz,
    primary key (tenant_id, code_id)
);
create index one_time_code_of_user on one_time_code (tenant_id, user_id, purpose, created_at);
