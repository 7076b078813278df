-- A policy filters rows and offers no way to them. As an index condition it led through all rows of a tenant, and where a table was small or empty when
-- its statement was planned, that way was taken for good: each row of a batch then read them all. Every statement names its keys itself, or
-- has an index of its own.
do $$
declare
    t text;
begin
    for t in select tablename from pg_policies where schemaname = current_schema() and policyname = 'tenant_set'
    loop
        execute format('alter policy tenant_set on %I using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true)', t);
    end loop;
end $$;
