create table site (
    tenant_id   uuid not null references tenant,
    site_id     uuid not null,
    name        text not null check (length(name) between 1 and 200),
    kind        smallint not null default 0,
    zone        text not null check (length(zone) <= 64),
    locale      text not null default 'en',
    address_sealed bytea, telephone_sealed bytea,
    latitude    double precision check (latitude between -90 and 90),
    longitude   double precision check (longitude between -180 and 180),
    radius      integer, colour text, logo_url text,
    early_entry interval not null default '0',
    notifies_guests boolean not null default false,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    archived_at timestamptz,
    primary key (tenant_id, site_id)
);

create table unit (
    tenant_id   uuid not null references tenant,
    unit_id     uuid not null,
    site_id     uuid not null,
    name        text not null check (length(name) between 1 and 200),
    number      text, label text,
    business    smallint not null default 0,
    is_clean    boolean not null default true,
    created_at  timestamptz not null,
    archived_at timestamptz,
    primary key (tenant_id, unit_id),
    foreign key (tenant_id, site_id) references site
);
create index unit_of_site on unit (tenant_id, site_id);

create table link (
    tenant_id   uuid not null references tenant,
    link_id     uuid not null,
    family      text not null check (length(family) <= 40),
    name        text not null check (length(name) between 1 and 200),
    address     text not null check (length(address) <= 500),
    secret_sealed bytea,
    network_identity text,                      -- what the network called itself when first reached; a change stops the link
    site_id     uuid,                           -- where new devices are put
    is_online   boolean not null default false,
    changed_at  timestamptz not null,
    offline_because text,
    created_at  timestamptz not null,
    removed_at  timestamptz,
    primary key (tenant_id, link_id),
    foreign key (tenant_id, site_id) references site
);
create unique index link_address on link (tenant_id, family, address) where removed_at is null;

create table device (
    tenant_id   uuid not null references tenant,
    device_id   uuid not null,
    link_id     uuid not null,
    address     text not null check (length(address) <= 200),
    kind        smallint not null check (kind between 1 and 5),
    name        text not null,
    model       text, firmware text, warning text,
    mac         text,
    via_device_id uuid,
    signal      smallint, signal_at timestamptz,
    is_online   boolean not null default false,
    changed_at  timestamptz not null,
    created_at  timestamptz not null,
    gone_at     timestamptz,
    primary key (tenant_id, device_id),
    unique (tenant_id, link_id, address),
    foreign key (tenant_id, link_id) references link
);

create table smart_lock (
    tenant_id   uuid not null references tenant,
    lock_id     uuid not null,
    site_id     uuid not null,
    unit_id     uuid,
    device_id   uuid,                           -- null: no device is connected to this server
    link_id     uuid,                           -- copies of the device's link and address: a motion loads one row
    device_address text,
    name        text not null check (length(name) between 1 and 200),
    model       text, firmware text,
    mac         text,
    capabilities integer not null default 0,
    passcode_slots smallint, passcode_min smallint, passcode_max smallint, passcode_proof smallint,
    bolt        smallint not null default 0, bolt_at timestamptz,
    door        smallint not null default 0, door_at timestamptz,
    battery     smallint check (battery between 0 and 100), battery_is_low boolean not null default false, battery_at timestamptz,
    is_online   boolean not null default false,
    last_event_at timestamptz,
    frozen_at   timestamptz,
    opens_remotely boolean not null default true,
    relock_after interval,
    usage_hours text[] not null default '{}',   -- WeeklyHours, one of which must hold; empty: always
    permitted_addresses text[] not null default '{}', -- addresses and ranges; empty: from anywhere
    location    jsonb,                          -- checked by phones only (doordeck.md 9.1)
    is_hidden   boolean not null default false,
    super_passcode_sealed bytea,
    offline_secret_sealed bytea,
    offline_epoch integer not null default 0,
    records_hidden_before timestamptz,          -- "delete records" of a wire is a marker (AU-4)
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    decommissioned_at timestamptz,
    primary key (tenant_id, lock_id),
    foreign key (tenant_id, site_id) references site,
    foreign key (tenant_id, unit_id) references unit,
    foreign key (tenant_id, device_id) references device,
    foreign key (tenant_id, link_id) references link
);
create index smart_lock_of_site on smart_lock (tenant_id, site_id);
create index smart_lock_of_unit on smart_lock (tenant_id, unit_id) where unit_id is not null;
create unique index smart_lock_of_device on smart_lock (tenant_id, device_id) where device_id is not null and decommissioned_at is null;

-- Sound, privacy, volume and the like: what the lock keeps and we only hand on.
create table lock_setting (
    tenant_id uuid not null, lock_id uuid not null,
    setting   smallint not null, value integer not null,
    updated_at timestamptz not null,
    primary key (tenant_id, lock_id, setting),
    foreign key (tenant_id, lock_id) references smart_lock
);

create table open_schedule (
    tenant_id uuid not null, lock_id uuid not null,
    hours     text not null,                    -- WeeklyHours with exception dates
    opens_on_first_entry boolean not null default false,
    origin    smallint not null default 0,
    updated_at timestamptz not null,
    primary key (tenant_id, lock_id),
    foreign key (tenant_id, lock_id) references smart_lock
);

create table holiday_calendar (
    tenant_id uuid not null references tenant, calendar_id uuid not null,
    name text not null, dates date[] not null default '{}', site_id uuid,
    primary key (tenant_id, calendar_id),
    foreign key (tenant_id, site_id) references site
);

create table lock_group (
    tenant_id uuid not null references tenant, group_id uuid not null,
    user_id   uuid not null references app_user,
    name      text not null check (length(name) between 1 and 200),
    created_at timestamptz not null,
    primary key (tenant_id, group_id),
    unique (tenant_id, user_id, name)
);

-- What one person calls a lock, and how they keep it.
create table lock_preference (
    tenant_id uuid not null, lock_id uuid not null, user_id uuid not null references app_user,
    alias     text check (length(alias) <= 200), colour text, is_favourite boolean not null default false,
    group_id  uuid,
    primary key (tenant_id, lock_id, user_id),
    foreign key (tenant_id, lock_id) references smart_lock
);

create table access_grant (
    tenant_id   uuid not null references tenant,
    grant_id    uuid not null,
    lock_id     uuid not null,
    user_id     uuid not null references app_user,
    role        smallint not null check (role between 1 and 3),
    is_deputy   boolean not null default false, -- a manager who names no managers and whose gifts end with this grant (AZ-7)
    name        text check (length(name) <= 200),
    remarks     text check (length(remarks) <= 1000),
    starts_at   timestamptz,
    ends_at     timestamptz,
    hours       text,
    opens_remotely boolean not null default true,
    given_by    uuid references app_user,
    derived_from uuid,                          -- goes with the grant it was given from (AZ-7)
    accepted_at timestamptz,
    frozen_at   timestamptz,
    revoked_at  timestamptz,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    primary key (tenant_id, grant_id),
    check (ends_at is null or starts_at is null or ends_at > starts_at),
    foreign key (tenant_id, lock_id) references smart_lock
);
create unique index access_grant_live on access_grant (tenant_id, lock_id, user_id) where revoked_at is null;
create index access_grant_of_user on access_grant (user_id, tenant_id) where revoked_at is null;
create index access_grant_derived on access_grant (tenant_id, derived_from) where derived_from is not null and revoked_at is null;

create table tile (
    tenant_id uuid not null references tenant, tile_id uuid not null, site_id uuid not null,
    primary key (tenant_id, tile_id),
    foreign key (tenant_id, site_id) references site
);
create table tile_lock (
    tenant_id uuid not null, tile_id uuid not null, lock_id uuid not null,
    primary key (tenant_id, tile_id, lock_id),
    foreign key (tenant_id, tile_id) references tile,
    foreign key (tenant_id, lock_id) references smart_lock
);
