-- An RSA-2048 SubjectPublicKeyInfo that a wire shows of a person, made the first time that it is shown and kept from then on. Nothing uses its private
-- half, so nobody has it.
alter table app_user add column public_key bytea;

-- A countdown that apps show before they ask for an opening; nothing here waits for it.
alter table smart_lock add column shown_delay interval not null default '0';

-- Grants that were revoked are looked for by their person: who held a lock that is out of use is told so, and nobody else is.
create index access_grant_ended on access_grant (tenant_id, lock_id, user_id) where revoked_at is not null;
create function latchwork_held_when_removed(who uuid, named_kind smallint, named text) returns boolean language sql stable security definer
    set search_path = public
    as $$
        select exists (
            select from public_id p
            join smart_lock l on l.tenant_id = p.tenant_id and l.lock_id = p.row_id and l.decommissioned_at is not null
            join access_grant g on g.tenant_id = l.tenant_id and g.lock_id = l.lock_id and g.user_id = who and g.revoked_at = l.decommissioned_at
                and (g.ends_at is null or g.ends_at > l.decommissioned_at)
            where p.kind = named_kind and p.wire_id = named)
    $$;
revoke all on function latchwork_held_when_removed(uuid, smallint, text) from public;
grant execute on function latchwork_held_when_removed(uuid, smallint, text) to latchwork_app;

-- The tiles of a lock.
create index tile_lock_of_lock on tile_lock (tenant_id, lock_id);
