-- The plan of a building as a picture, and where on it doors and cabinets are.
create table site_plan (
    tenant_id    uuid not null references tenant,
    site_id      uuid not null,
    content_type smallint not null check (content_type between 1 and 2), -- PictureType
    picture      bytea not null check (length(picture) <= 524288),
    updated_at   timestamptz not null,
    primary key (tenant_id, site_id),
    foreign key (tenant_id, site_id) references site
);
grant select, insert, update, delete on site_plan to latchwork_app;
alter table site_plan enable row level security;
create policy tenant_set on site_plan using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true);

-- Parts of the width and of the height, from the upper left; both or neither.
alter table smart_lock add column place_x double precision check (place_x between 0 and 1), add column place_y double precision check (place_y between 0 and 1),
    add check ((place_x is null) = (place_y is null));
alter table locker add column place_x double precision check (place_x between 0 and 1), add column place_y double precision check (place_y between 0 and 1),
    add check ((place_x is null) = (place_y is null));
