-- A tenant names sets of its locks as a person does of theirs. A group of nobody is the tenant's; a lock may be in many of them.
alter table lock_group alter column user_id drop not null;
create unique index lock_group_of_tenant on lock_group (tenant_id, name) where user_id is null;

create table lock_group_lock (
    tenant_id uuid not null, group_id uuid not null, lock_id uuid not null,
    primary key (tenant_id, group_id, lock_id),
    foreign key (tenant_id, group_id) references lock_group on delete cascade,
    foreign key (tenant_id, lock_id) references smart_lock
);
create index lock_group_lock_of_lock on lock_group_lock (tenant_id, lock_id);
grant select, insert, update, delete on lock_group_lock to latchwork_app;
alter table lock_group_lock enable row level security;
create policy tenant_set on lock_group_lock using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true);
