-- Sites, units and plans as the desk keeps them.
alter table unit
    add column updated_at timestamptz,
    add constraint unit_texts check (length(number) <= 50 and length(label) <= 100);
update unit set updated_at = created_at;
alter table unit alter column updated_at set not null;
create index unit_of_name on unit (tenant_id, name) where archived_at is null;
alter table room_plan
    add column updated_at timestamptz,
    add constraint room_plan_name check (length(name) between 1 and 200),
    add constraint room_plan_rules check (max_guests >= 1 and min_minutes >= 1 and step_minutes >= 1);
update room_plan set updated_at = created_at;
alter table room_plan alter column updated_at set not null;
create index room_plan_of_site on room_plan (tenant_id, site_id);
create index room_plan_unit_of_unit on room_plan_unit (tenant_id, unit_id);

-- One order of a booking site is one booking, unless that is over, or was cancelled or refused.
drop index reservation_channel_order;
alter table reservation
    add column told_verdict smallint,           -- what was last told of how sure it is that the guest gets in; the truth is worked out anew each time
    add constraint reservation_texts check (length(channel) <= 40 and length(source) <= 100 and length(channel_order) <= 100);
create unique index reservation_channel_order on reservation (tenant_id, source, channel_order) where channel_order is not null and state not in (2, 5, 6);
create index reservation_of_person on reservation (tenant_id, person_id) where person_id is not null;
create index reservation_unit_of_unit on reservation_unit (tenant_id, unit_id, lower(during));
create index reservation_credential_of_credential on reservation_credential (tenant_id, credential_id);
alter table reservation_unit add constraint reservation_unit_contact check (length(contact_name) <= 200);

-- Whose clock is to be looked at now, in all tenants.
create function latchwork_reservations_due(at timestamptz, most integer) returns table (tenant_id uuid, reservation_id uuid) language sql stable
    security definer set search_path = public
    as $$
        select r.tenant_id, r.reservation_id from reservation r where r.clock_due_at <= at order by r.clock_due_at limit most
    $$;
revoke all on function latchwork_reservations_due(timestamptz, integer) from public;
grant execute on function latchwork_reservations_due(timestamptz, integer) to latchwork_app;
