-- Sessions at the console (CO-1). They end at expires_at in any case, and before that when nobody has done anything for a while.
alter table session add column idles_at timestamptz;
-- When the person last showed who they are, at the log-in or since (CO-4).
alter table session add column proven_at timestamptz;

-- Second factors. totp_sealed is the secret of the app that makes codes, once it has shown one.
alter table app_user add column totp_step bigint not null default 0; -- of the last code that was taken: none works twice (RFC 6238, 5.2)
-- A secret that waits for its first code.
create table totp_offer (
    user_id       uuid primary key references app_user,
    secret_sealed bytea not null,
    offered_at    timestamptz not null
);
create table recovery_code (
    user_id   uuid not null references app_user,
    code_hash bytea not null check (length(code_hash) = 32),
    primary key (user_id, code_hash)
);
alter table login drop column public_key;
create table passkey (
    passkey_id    uuid primary key,
    user_id       uuid not null references app_user,
    credential_id bytea not null unique check (length(credential_id) between 1 and 1023),
    name          text not null check (length(name) between 1 and 100),
    credential    jsonb not null,               -- what the verifier needs of it: public key, counter, transports, flags
    created_at    timestamptz not null,
    last_used_at  timestamptz
);
create index passkey_of_user on passkey (user_id);
-- What a browser was asked to sign; it is answered once.
create table passkey_challenge (
    challenge_id uuid primary key,
    purpose      smallint not null check (purpose between 1 and 3), -- 1 add a passkey, 2 log in, 3 show again who it is
    user_id      uuid references app_user,      -- null: whoever logs in
    asked        text not null,
    valid_until  timestamptz not null
);
create index passkey_challenge_until on passkey_challenge (valid_until);

-- Whether somebody has a role that needs a second factor: owner or administrator, of whichever tenant.
create function latchwork_leads_tenants(who uuid) returns boolean language sql stable security definer set search_path = public
    as $$
        select exists (select from membership m where m.user_id = who and m.role in (1, 2) and m.switched_off_at is null)
    $$;
revoke all on function latchwork_leads_tenants(uuid) from public;
grant execute on function latchwork_leads_tenants(uuid) to latchwork_app;

grant select, insert, update, delete on totp_offer, recovery_code, passkey, passkey_challenge to latchwork_app;

-- What was used up or taken away since a backup stays so (FS-6).
call latchwork_note_changes('app_user', 'totp_step');
call latchwork_note_changes('recovery_code', null, made_when => 'true', deleted => true);
call latchwork_note_changes('passkey', null, made_when => 'true', deleted => true);
