-- One act asked of a device (design, "Command states"). Ended ones are kept for a while for those who ask; the audit keeps them for good.
create table device_command (
    tenant_id   uuid not null references tenant,
    command_id  uuid not null,
    operation_id uuid not null,
    link_id     uuid not null,
    lock_id     uuid,
    device_address text not null,
    act         smallint not null,
    slot        smallint,
    arguments   jsonb,                          -- never digits: those are read from the credential when it is sent
    enrollment_id uuid,
    revision    integer,
    priority    smallint not null,
    state       smallint not null,              -- CommandState
    asked_by_kind smallint not null,
    asked_by    uuid not null,
    session_id  uuid,
    surface     smallint not null default 0,
    submitted_at timestamptz not null,
    deadline_at timestamptz not null,           -- the end of its caller's wait
    node_id     uuid,                           -- who claimed it, in which epoch of the link's lease
    epoch       bigint,
    sent_at     timestamptz,
    ended_at    timestamptz,
    error       smallint,
    detail      text,
    evidence    smallint,
    primary key (tenant_id, command_id)
    -- No foreign keys: rows are made from rows read in the same transaction, and links and locks are never deleted.
);
create index device_command_open on device_command (tenant_id, link_id, submitted_at) where ended_at is null;
create index device_command_ended on device_command (ended_at) where ended_at is not null;

-- A door that must be locked again.
create table relock (
    tenant_id uuid not null, lock_id uuid not null,
    operation_id uuid not null, due_at timestamptz not null,
    attempts integer not null default 0,
    primary key (tenant_id, lock_id),
    foreign key (tenant_id, lock_id) references smart_lock
);
create index relock_due on relock (due_at);

create table battery_reading (
    tenant_id uuid not null, device_id uuid not null, read_at timestamptz not null, level smallint not null,
    primary key (tenant_id, device_id, read_at),
    foreign key (tenant_id, device_id) references device
);
create table battery_forecast (
    tenant_id uuid not null, device_id uuid not null, empty_at timestamptz, is_trusted boolean not null, made_at timestamptz not null,
    primary key (tenant_id, device_id),
    foreign key (tenant_id, device_id) references device
);
