-- A member who is switched off has no right in the tenant, neither by their role nor by grants, until they are switched on again. Nothing else of theirs changes.
alter table membership add column switched_off_at timestamptz; -- null: they are on
call latchwork_note_changes('membership', 'switched_off_at');

-- Of the tenants that a person has to do with, those in which they may do anything.
create function latchwork_open_tenants_of(who uuid) returns uuid[] language sql stable security definer set search_path = public
    as $$
        select array(
            select theirs.tenant_id from unnest(latchwork_tenants_of(who)) as theirs (tenant_id)
            where not exists (
                select from membership m where m.tenant_id = theirs.tenant_id and m.user_id = who and m.switched_off_at is not null))
    $$;
revoke all on function latchwork_open_tenants_of(uuid) from public;
grant execute on function latchwork_open_tenants_of(uuid) to latchwork_app;
