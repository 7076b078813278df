create table person (
    tenant_id   uuid not null references tenant,
    person_id   uuid not null,
    user_id     uuid references app_user,
    name        text not null check (length(name) <= 200), -- searchable (KR-2)
    locale      text,
    email_sealed bytea, email_index bytea,
    telephone_sealed bytea, telephone_index bytea,
    address_sealed bytea, document_sealed bytea,
    created_at  timestamptz not null,
    erased_at   timestamptz,
    primary key (tenant_id, person_id)
);
create index person_by_email on person (tenant_id, email_index) where email_index is not null;
create index person_by_telephone on person (tenant_id, telephone_index) where telephone_index is not null;

-- What is shown at a door: one for many locks.
create table credential (
    tenant_id   uuid not null references tenant,
    credential_id uuid not null,
    kind        smallint not null check (kind between 1 and 4),
    name        text check (length(name) <= 200),
    origin      smallint not null default 0,    -- 0 chosen, 1 generated, 2 offline scheme, 3 reservation, 4 adopted from the lock
    wire_type   smallint,                       -- the Sifely keyboardPwdType it was asked as
    value_sealed bytea,                         -- digits or number; null after erasure (KR-3)
    value_index bytea,                          -- keyed hash within the tenant
    token_hash  bytea,                          -- QR
    starts_at   timestamptz,
    ends_at     timestamptz,
    hours       text,
    uses_left   integer,
    offline_sequence integer,
    person_id   uuid,
    user_id     uuid references app_user,
    box_lease_id uuid,
    revision    integer not null default 1,
    created_by  uuid,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    revoked_at  timestamptz,
    erased_at   timestamptz,
    primary key (tenant_id, credential_id),
    check (ends_at is null or starts_at is null or ends_at > starts_at),
    foreign key (tenant_id, person_id) references person
);
create index credential_by_token on credential (token_hash) where token_hash is not null;
create index credential_by_value on credential (tenant_id, kind, value_index) where value_index is not null;

-- One credential on one lock: what is asked, what is known, and how it is known.
create table enrollment (
    tenant_id   uuid not null,
    enrollment_id uuid not null,
    credential_id uuid not null,
    lock_id     uuid not null,
    kind        smallint not null,
    path        smallint not null default 1,    -- 1 link, 2 phone (never proven by this server), 3 offline scheme
    slot        smallint,                       -- kept for its life
    desired_present boolean not null,
    revision    integer not null default 1,     -- of the credential, as desired
    deliver_from timestamptz,
    remove_at   timestamptz,
    valid       tstzrange not null,             -- the window it may be used in, for the uniqueness of codes
    value_index bytea,                          -- keyed hash per lock (KR-3)
    observed    smallint not null default 0,    -- 0 absent, 1 present, 2 unknown
    observed_revision integer,
    evidence    smallint not null default 0 check (evidence between 0 and 6),
    proven_at   timestamptz,
    plan        jsonb not null,                 -- EnrollmentState; the columns about evidence are copies for finding
    failure     text,
    used_at     timestamptz,                    -- what was heard at the door since the plan last looked
    doubted_at  timestamptz,
    doubt       smallint,                       -- SignOfChange
    due_at      timestamptz,                    -- when the plan wants to be looked at; null: nothing to do
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    gone_at     timestamptz,                    -- the lock confirmed that it no longer holds it
    primary key (tenant_id, enrollment_id),
    foreign key (tenant_id, credential_id) references credential,
    foreign key (tenant_id, lock_id) references smart_lock,
    -- Two codes with the same digits never live on one lock at one time; nor do two share a slot.
    constraint enrollment_code_once exclude using gist (tenant_id with =, lock_id with =, kind with =, value_index with =, valid with &&)
        where (gone_at is null and value_index is not null and desired_present)
);
create unique index enrollment_slot_once on enrollment (tenant_id, lock_id, kind, slot) where gone_at is null and slot is not null;
create index enrollment_of_credential on enrollment (tenant_id, credential_id);
create index enrollment_of_lock on enrollment (tenant_id, lock_id) where gone_at is null;
create index enrollment_due on enrollment (due_at) where due_at is not null and gone_at is null;

-- Slots that hold something that is not ours: adopted or left, never overwritten unasked (devices.md §0).
create table foreign_slot (
    tenant_id uuid not null, lock_id uuid not null, kind smallint not null, slot smallint not null,
    seen_at   timestamptz not null,
    primary key (tenant_id, lock_id, kind, slot),
    foreign key (tenant_id, lock_id) references smart_lock
);

create table card (
    tenant_id uuid not null references tenant, card_id uuid not null,
    code_index bytea not null, code_sealed bytea not null, name text, description text,
    person_id uuid, created_at timestamptz not null, removed_at timestamptz,
    primary key (tenant_id, card_id)
);
create unique index card_code on card (tenant_id, code_index) where removed_at is null;
