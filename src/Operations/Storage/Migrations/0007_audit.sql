-- The one list of events. The bytes are what is hashed; every other column is a copy for finding, compared by verify-audit.
create table audit_event (
    tenant_id    uuid not null,                 -- no foreign key: the chain's row, held while it is written, has one
    sequence     bigint not null check (sequence > 0),
    received_at  timestamptz not null,
    hash         bytea not null check (length(hash) = 32),
    bytes        bytea not null,
    kind         smallint not null,
    stage        smallint not null,             -- 0 whole, 1 asked, 2 ended, 3 corrected
    outcome      smallint not null,
    cause        smallint, shown smallint, bolt smallint, door smallint, -- what histories are filtered by
    operation_id uuid not null,
    lock_id      uuid,
    object_id    uuid,
    principal_id uuid,
    happened_at  timestamptz not null,          -- the device's time where it has one
    primary key (tenant_id, sequence, received_at)
) partition by range (received_at);
create index audit_event_of_lock on audit_event (tenant_id, lock_id, happened_at desc) where lock_id is not null and stage <> 1;
create index audit_event_of_principal on audit_event (tenant_id, principal_id, happened_at desc) where principal_id is not null and stage <> 1;
create index audit_event_of_operation on audit_event (tenant_id, operation_id);

-- Personal detail of an event, tied to it by the salted hash inside its bytes; erasing a person deletes rows here (AU-7).
create table audit_private (
    tenant_id   uuid not null,
    sequence    bigint not null,
    received_at timestamptz not null,
    salt        bytea not null,
    bytes       bytea not null,
    person_id   uuid,
    primary key (tenant_id, sequence, received_at)
) partition by range (received_at);
create index audit_private_of_person on audit_private (tenant_id, person_id) where person_id is not null;

-- The end of each tenant's chain. Whoever holds this row's lock decides and writes for the tenant.
create table audit_chain (
    tenant_id   uuid primary key references tenant,
    sequence    bigint not null,
    hash        bytea not null check (length(hash) = 32),
    received_at timestamptz not null,
    signed_sequence bigint not null default 0
);

create table audit_head (
    tenant_id uuid not null references tenant,
    sequence  bigint not null,
    hash      bytea not null,
    signed_at timestamptz not null,
    key_id    bytea not null,                   -- SHA-256 of the public key
    signature bytea not null,
    exported_at timestamptz,
    primary key (tenant_id, sequence)
);

-- Allowed reads are counted, refused ones recorded once a minute with their number (AU-1).
create table audit_tally (
    tenant_id uuid not null references tenant,
    minute    timestamptz not null,
    principal_id uuid not null, kind smallint not null, object_id uuid not null, reason smallint not null,
    number    bigint not null,
    primary key (tenant_id, minute, principal_id, kind, object_id, reason)
);

create table hidden_event (
    tenant_id uuid not null, sequence bigint not null, dialect smallint not null, hidden_at timestamptz not null,
    primary key (tenant_id, sequence, dialect)
);
