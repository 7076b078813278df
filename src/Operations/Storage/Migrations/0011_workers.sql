-- What workers must find across tenants before they can name a tenant set: run with the owner's eyes, one question each.

-- The key that signs heads of chains (AU-3): one of the installation, its seed sealed by the key ring.
create table audit_signing_key (
    tenant_id   uuid not null references tenant,
    key_id      bytea not null check (length(key_id) = 32), -- SHA-256 of the public key
    public_key  bytea not null check (length(public_key) = 32),
    seed_sealed bytea not null,
    created_at  timestamptz not null,
    primary key (tenant_id, key_id)
);
grant select, insert on audit_signing_key to latchwork_app;
alter table audit_signing_key enable row level security;
create policy tenant_set on audit_signing_key using (tenant_id = any ((select latchwork_tenants())::uuid[]));

-- What a tally counted for: a PrincipalKind and a Noun.
alter table audit_tally add column principal_kind smallint not null default 1;
alter table audit_tally add column object_kind smallint;

-- Chains that grew by so many records, or since so long, after their newest head.
create function latchwork_chains_to_sign(records bigint, signed_before timestamptz)
    returns table (tenant_id uuid, sequence bigint, hash bytea) language sql stable security definer set search_path = public
    as $$
        select c.tenant_id, c.sequence, c.hash
        from audit_chain c left join audit_head h on h.tenant_id = c.tenant_id and h.sequence = c.signed_sequence
        where c.sequence > c.signed_sequence
            and (c.sequence - c.signed_sequence >= records or h.signed_at is null or h.signed_at <= signed_before)
        order by c.tenant_id limit 5000
    $$;

create function latchwork_tallies_due(minute_before timestamptz) returns table (tenant_id uuid) language sql stable security definer set search_path = public
    as $$ select distinct t.tenant_id from audit_tally t where t.minute < minute_before $$;

-- Commands that should have ended, whoever holds their link, or nobody.
create function latchwork_overdue_commands(deadline_before timestamptz)
    returns table (tenant_id uuid, command_id uuid, state smallint, epoch bigint) language sql stable security definer set search_path = public
    as $$
        select c.tenant_id, c.command_id, c.state, c.epoch from device_command c
        where c.ended_at is null and c.deadline_at < deadline_before order by c.deadline_at limit 500
    $$;

create function latchwork_prune_commands(ended_before timestamptz, most integer) returns bigint language sql security definer set search_path = public
    as $$
        with old as (
            select tenant_id, command_id from device_command where ended_at < ended_before order by ended_at limit most for update skip locked),
        gone as (
            delete from device_command c using old where c.tenant_id = old.tenant_id and c.command_id = old.command_id returning 1)
        select count(*) from gone
    $$;

revoke all on function latchwork_chains_to_sign(bigint, timestamptz), latchwork_tallies_due(timestamptz), latchwork_overdue_commands(timestamptz),
    latchwork_prune_commands(timestamptz, integer) from public;
grant execute on function latchwork_chains_to_sign(bigint, timestamptz), latchwork_tallies_due(timestamptz), latchwork_overdue_commands(timestamptz),
    latchwork_prune_commands(timestamptz, integer) to latchwork_app;

-- The other ways to change the audit (AU-4): emptying it whole, and the signed heads. Whole months are dropped as partitions.
create trigger never_emptied before truncate on audit_event for each statement execute function latchwork_refuse();
create trigger never_changed before update or delete on audit_head for each row execute function latchwork_refuse();
