-- What is asked for when old rows are deleted.
create index session_expired on session (expires_at) where expires_at is not null;
create index session_revoked on session (revoked_at) where revoked_at is not null;
create index throttle_by_age on throttle (window_from);
create index battery_reading_by_age on battery_reading (read_at);

create function latchwork_prune_readings(read_before timestamptz, most integer) returns bigint language sql security definer set search_path = public
    as $$
        with old as (
            select tenant_id, device_id, read_at from battery_reading where read_at < read_before order by read_at limit most for update skip locked),
        gone as (
            delete from battery_reading b using old
            where b.tenant_id = old.tenant_id and b.device_id = old.device_id and b.read_at = old.read_at returning 1)
        select count(*) from gone
    $$;

-- How often somebody was shown digits, in all of their tenants (KR-3).
create function latchwork_reveals_of(who uuid, tenants uuid[], since timestamptz, reveal smallint, done smallint)
    returns bigint language sql stable security definer set search_path = public
    as $$
        select count(*) from audit_event
        where tenant_id = any (tenants) and principal_id = who and happened_at > since and stage <> 1 and kind = reveal and outcome = done
    $$;

revoke all on function latchwork_prune_readings(timestamptz, integer), latchwork_reveals_of(uuid, uuid[], timestamptz, smallint, smallint) from public;
grant execute on function latchwork_prune_readings(timestamptz, integer), latchwork_reveals_of(uuid, uuid[], timestamptz, smallint, smallint) to latchwork_app;
