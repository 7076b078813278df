-- The home of somebody who was invited or who registered themselves: theirs alone, and most often empty. What was founded has a key of our own API from its
-- first moment.
alter table tenant add column is_personal boolean not null default false;
update tenant t set is_personal = true
    where t.tenant_id <> '00000000-0000-7000-8000-000000000001'
        and not exists (select from api_client c where c.tenant_id = t.tenant_id and c.kind = 4);

create or replace function latchwork_leads_tenants(who uuid) returns boolean language sql stable security definer set search_path = public
    as $$
        select exists (
            select from membership m join tenant t on t.tenant_id = m.tenant_id
            where m.user_id = who and m.role in (1, 2) and m.switched_off_at is null and not t.is_personal)
    $$;
