-- Row-level security over the caller's tenant set (TN-2). The application role owns nothing and cannot switch it off.

create function latchwork_tenants() returns uuid[] language sql stable parallel safe
    as $$ select string_to_array(current_setting('latchwork.tenants', true), ',')::uuid[] $$;

do $$
declare
    t record;
begin
    for t in
        select c.relname as name,
               exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as has_tenant
        from pg_class c
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    loop
        execute format('grant select, insert, update, delete on %I to latchwork_app', t.name);
        if t.has_tenant and t.name not in ('public_id', 'session', 'link_lease') then
            execute format('alter table %I enable row level security', t.name);
            -- The sub-select is evaluated once a statement, not once a row.
            execute format('create policy tenant_set on %I using (tenant_id = any ((select latchwork_tenants())::uuid[]))', t.name);
        end if;
    end loop;
end $$;

grant usage on all sequences in schema public to latchwork_app;

-- No update or delete path for the audit (AU-4).
revoke update, delete on audit_event, audit_head from latchwork_app;
revoke update on audit_private from latchwork_app;
revoke insert, update, delete on migration from latchwork_app;

create function latchwork_refuse() returns trigger language plpgsql
    as $$ begin raise exception 'audit records are never changed (AU-4)'; end $$;
create trigger never_changed before update or delete on audit_event for each row execute function latchwork_refuse();

-- What must be known before a tenant set is: run with the owner's eyes, and answer one question each.
create function latchwork_tenants_of(who uuid) returns uuid[] language sql stable security definer set search_path = public
    as $$
        select coalesce(array_agg(distinct tenant_id), '{}')
        from (
            select home_tenant_id as tenant_id from app_user where user_id = who
            union all select tenant_id from membership where user_id = who
            union all select tenant_id from access_grant where user_id = who and revoked_at is null
        ) as theirs
    $$;

-- A month's partitions of the audit; called ahead of time and by whoever finds one missing. Idempotent.
create function latchwork_audit_month(month date) returns void language plpgsql security definer set search_path = public
    as $$
    declare
        first date := date_trunc('month', month);
        next date := date_trunc('month', month) + interval '1 month';
        suffix text := to_char(first, 'YYYY_MM');
        parent text;
    begin
        perform pg_advisory_xact_lock(7301, 1);
        foreach parent in array array['audit_event', 'audit_private'] loop
            if to_regclass(format('%I', parent || '_' || suffix)) is null then
                execute format('create table %I partition of %I for values from (%L) to (%L)',
                    parent || '_' || suffix, parent, first::text || ' 00:00+00', next::text || ' 00:00+00');
            end if;
        end loop;
    end $$;
revoke all on function latchwork_tenants_of(uuid), latchwork_audit_month(date) from public;
grant execute on function latchwork_tenants_of(uuid), latchwork_audit_month(date), latchwork_tenants() to latchwork_app;
