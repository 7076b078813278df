-- When a battery will be empty, as its readings tell (BatteryForecast); or why nobody knows.
alter table battery_forecast
    drop column empty_at,
    drop column is_trusted,
    add column empty_from timestamptz,          -- whoever relies on it must reckon with this
    add column likely_at timestamptz,
    add column empty_until timestamptz,         -- null: it may also last beyond what can be told
    add column doubt smallint,                  -- why it is not known
    add column falls_a_day real,                -- per cent
    add column begins_at timestamptz,           -- since when this battery is in
    add column soon_told_at timestamptz,        -- that it ends soon
    add constraint battery_forecast_known check ((doubt is null) = (empty_from is not null and likely_at is not null));

-- Whose forecast is old, in all tenants, in the order of their ids.
create function latchwork_batteries_due(made_before timestamptz, after_tenant uuid, after_device uuid, most integer)
    returns table (tenant_id uuid, device_id uuid) language sql stable security definer set search_path = public
    as $$
        select l.tenant_id, l.device_id
        from smart_lock l left join battery_forecast f on f.tenant_id = l.tenant_id and f.device_id = l.device_id
        where l.device_id is not null and l.decommissioned_at is null and (l.tenant_id, l.device_id) > (after_tenant, after_device)
            and l.battery_at is not null and (f.made_at is null or f.made_at <= made_before)
        order by l.tenant_id, l.device_id limit most
    $$;
revoke all on function latchwork_batteries_due(timestamptz, uuid, uuid, integer) from public;
grant execute on function latchwork_batteries_due(timestamptz, uuid, uuid, integer) to latchwork_app;

-- Locks of which it was told that their battery ends before the stay does.
alter table reservation add column told_batteries uuid[] not null default '{}';
