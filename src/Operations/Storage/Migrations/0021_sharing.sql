-- An invitation is found by its bearer secret, before any tenant is known: with the owner's eyes, one question.
create unique index invitation_by_token on invitation (token_hash);
create function latchwork_invitation_of(token bytea) returns table (tenant_id uuid, user_id uuid) language sql stable security definer
    set search_path = public
    as $$ select i.tenant_id, i.user_id from invitation i where i.token_hash = token $$;
revoke all on function latchwork_invitation_of(bytea) from public;
grant execute on function latchwork_invitation_of(bytea) to latchwork_app;

-- What a phone needs to speak to a lock that it added: opaque to this server, and it may hold the lock's own secrets (KR-2).
alter table smart_lock add column phone_data_sealed bytea;

-- Codes leave a lock that was deleted too: it is found by its device, beside the one that may be there by now.
create index smart_lock_by_device on smart_lock (tenant_id, device_id) where device_id is not null;

-- A person's group is looked for through the locks in it, whatever their tenants.
create index lock_preference_of_group on lock_preference (user_id, group_id) where group_id is not null;
