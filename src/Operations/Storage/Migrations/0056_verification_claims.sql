-- A verification is told of and ended only by who took it last.
alter table audit_verification add column claims integer not null default 0;

drop function latchwork_take_verification();
create function latchwork_take_verification() returns table (tenant_id uuid, claims integer) language sql security definer set search_path = public
    as $$
        update audit_verification v
        set claims = v.claims + 1, claimed_until = clock_timestamp() + interval '30 seconds'
        where v.tenant_id = (
            select d.tenant_id from audit_verification d
            where d.verified_at is null and (d.claimed_until is null or d.claimed_until <= clock_timestamp())
            order by d.asked_at limit 1 for update skip locked)
        returning v.tenant_id, v.claims
    $$;
revoke all on function latchwork_take_verification() from public;
grant execute on function latchwork_take_verification() to latchwork_app;
