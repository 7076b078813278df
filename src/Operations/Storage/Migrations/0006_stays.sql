create table locker (
    tenant_id uuid not null references tenant, locker_id uuid not null,
    site_id uuid not null, unit_id uuid, device_id uuid, link_id uuid, device_address text,
    name text not null check (length(name) between 1 and 200),
    created_at timestamptz not null, decommissioned_at timestamptz,
    primary key (tenant_id, locker_id),
    foreign key (tenant_id, site_id) references site,
    foreign key (tenant_id, device_id) references device
);
create table locker_box (
    tenant_id uuid not null, box_id uuid not null, locker_id uuid not null,
    number    text not null,                    -- CC-BB, from 00 (keyvox.md 3.3)
    position  smallint not null,                -- the device's own number, from 1
    column_number smallint, row_number smallint,
    name text, size smallint not null default 1 check (size between 1 and 3),
    is_broken boolean not null default false,
    door smallint not null default 0, content smallint not null default 0,
    colour text, colour_blinks boolean not null default false, colour_until timestamptz,
    changed_at timestamptz not null,
    primary key (tenant_id, box_id),
    unique (tenant_id, locker_id, number), unique (tenant_id, locker_id, position),
    foreign key (tenant_id, locker_id) references locker
);
create table box_lease (
    tenant_id uuid not null, lease_id uuid not null, box_id uuid not null,
    kind      smallint not null,                -- 1 one opening, 2 rental, 3 deposit, 4 pick-up
    during    tstzrange not null,
    held_by   text, person_id uuid, credential_id uuid,
    is_in_use boolean not null default false,
    created_at timestamptz not null, ended_at timestamptz,
    primary key (tenant_id, lease_id),
    foreign key (tenant_id, box_id) references locker_box,
    foreign key (tenant_id, person_id) references person,
    constraint box_lease_once exclude using gist (tenant_id with =, box_id with =, during with &&) where (ended_at is null)
);

create table room_plan (
    tenant_id uuid not null references tenant, plan_id uuid not null, site_id uuid not null,
    name text not null, price numeric(12, 2) not null default 0, price_tax numeric(12, 2) not null default 0,
    business smallint not null default 0, release smallint not null default 1, is_shared boolean not null default false,
    max_guests integer, min_minutes integer, step_minutes integer,
    created_at timestamptz not null, archived_at timestamptz,
    primary key (tenant_id, plan_id),
    foreign key (tenant_id, site_id) references site
);
create table room_plan_unit (
    tenant_id uuid not null, plan_id uuid not null, unit_id uuid not null,
    primary key (tenant_id, plan_id, unit_id),
    foreign key (tenant_id, plan_id) references room_plan,
    foreign key (tenant_id, unit_id) references unit
);

create table reservation (
    tenant_id uuid not null references tenant, reservation_id uuid not null, site_id uuid not null,
    state     smallint not null,                -- requested, refused, booked, checked in, checked out, cancelled, maintenance
    person_id uuid, contact_name text not null check (length(contact_name) <= 200),
    guests    integer not null default 1,
    starts_at timestamptz not null, ends_at timestamptz not null,
    early interval not null default '0', extend interval not null default '0',
    checked_in_at timestamptz, checked_out_at timestamptz,
    payment_state smallint not null default 0, payment_kind smallint not null default 0,
    channel text, source text, channel_order text,
    is_important boolean not null default false,
    lines     jsonb,                            -- plans and prices as booked
    user_id   uuid references app_user,
    created_by uuid,
    clock_due_at timestamptz,                   -- when its clock (keys, reminders, overdue) is to be looked at
    created_at timestamptz not null, updated_at timestamptz not null, cancelled_at timestamptz,
    primary key (tenant_id, reservation_id),
    check (ends_at > starts_at),
    foreign key (tenant_id, site_id) references site,
    foreign key (tenant_id, person_id) references person
);
create unique index reservation_channel_order on reservation (tenant_id, source, channel_order) where channel_order is not null and cancelled_at is null;
create index reservation_of_site on reservation (tenant_id, site_id, starts_at);
create index reservation_clock on reservation (clock_due_at) where clock_due_at is not null;

create table reservation_unit (
    tenant_id uuid not null, reservation_id uuid not null, unit_id uuid not null,
    during    tstzrange not null,
    guests integer, contact_name text,
    checked_in_at timestamptz, checked_out_at timestamptz,
    is_live   boolean not null default true,    -- takes the room: requested, booked, checked in, maintenance
    primary key (tenant_id, reservation_id, unit_id),
    foreign key (tenant_id, reservation_id) references reservation,
    foreign key (tenant_id, unit_id) references unit,
    constraint reservation_unit_once exclude using gist (tenant_id with =, unit_id with =, during with &&) where (is_live)
);
create table reservation_credential (
    tenant_id uuid not null, reservation_id uuid not null, unit_id uuid not null, credential_id uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, reservation_id, credential_id),
    foreign key (tenant_id, reservation_id) references reservation,
    foreign key (tenant_id, credential_id) references credential
);
