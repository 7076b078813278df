-- A passkey works at the host that it was made at, and its counter only goes on. Nobody has one yet.
alter table passkey
    add column host text not null check (length(host) between 1 and 253),
    add column sign_count bigint not null check (sign_count between 0 and 4294967295);
comment on column passkey.credential is 'what the verifier needs of it: public key, transports, whether it may be copied to other devices';
create index passkey_challenge_of_user on passkey_challenge (user_id, purpose);
