-- Applications: third parties whose tokens are sessions here, and the people that those tokens tell of (doordeck.md 5.2, 11.3).

-- Of one pool an application may say that two people share an address; it finds a person only where it is verified, and then it is one person's.
alter table login drop constraint login_pool_kind_name_index_key;
create index login_by_name on login (pool, kind, name_index);
create unique index login_of_one on login (pool, kind, name_index)
    where pool = '00000000-0000-0000-0000-000000000000' or kind not in (2, 3) or verified_at is not null;

alter table application add column identity_public_key bytea; -- SubjectPublicKeyInfo of identity_key_sealed
create index application_by_origin on application using gin (cors_origins) where removed_at is null;
create index application_owner_of_user on application_owner (user_id);

create table application_person (
    tenant_id uuid not null, application_id uuid not null, user_id uuid not null references app_user,
    issued_at  timestamptz not null,            -- of the newest token that told of them
    updated_at timestamptz not null,
    primary key (tenant_id, application_id, user_id),
    foreign key (tenant_id, application_id) references application
);
create unique index application_person_of_user on application_person (user_id);
create index app_user_of_pool on app_user (pool, created_at); -- how many of late

-- What the application calls the session: tokens of one name are one session, and only such a session can be ended by its person.
alter table session add column foreign_sid text check (length(foreign_sid) between 1 and 256);
create index session_by_foreign_sid on session (user_id, foreign_sid) where foreign_sid is not null;

-- What a session of a token came from: it ends with its issuer and with its key.
create table application_session (
    tenant_id   uuid not null, token_hash bytea not null references session on delete cascade,
    application_id uuid not null,
    issuer      text not null,
    kid         text not null,
    signed_hash bytea not null check (length(signed_hash) = 32), -- of what was signed: another text of its signature is no other token
    primary key (tenant_id, token_hash),
    foreign key (tenant_id, application_id) references application
);
create unique index application_session_signed on application_session (tenant_id, application_id, signed_hash);
create unique index application_session_of_token on application_session (token_hash);
create index application_session_of_key on application_session (tenant_id, application_id, kid);
create index application_session_of_issuer on application_session (tenant_id, application_id, issuer);

-- Pictures: first promised to whoever holds a token, then there.
create table application_logo (
    tenant_id   uuid not null, logo_id uuid not null, application_id uuid not null,
    content_type smallint not null check (content_type between 1 and 2), -- 1 PNG, 2 JPEG
    asked_by    uuid not null references app_user,
    token_hash  bytea check (length(token_hash) = 32),
    token_expires_at timestamptz,
    picture     bytea check (length(picture) <= 262144),
    created_at  timestamptz not null,
    primary key (tenant_id, logo_id),
    foreign key (tenant_id, application_id) references application,
    check ((picture is null) <> (token_hash is null))
);
create unique index application_logo_by_id on application_logo (logo_id);
create unique index application_logo_by_token on application_logo (token_hash) where token_hash is not null;
create index application_logo_of_application on application_logo (tenant_id, application_id);

do $$
declare
    t text;
begin
    foreach t in array array['application_person', 'application_session', 'application_logo'] loop
        execute format('grant select, insert, update, delete on %I to latchwork_app', t);
        execute format('alter table %I enable row level security', t);
        execute format('create policy tenant_set on %I using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true)', t);
    end loop;
end $$;

-- What must be known before a tenant is: with the owner's eyes, one question each.
create function latchwork_applications_of(owner uuid) returns table (tenant_id uuid, application_id uuid) language sql stable security definer
    set search_path = public
    as $$
        select a.tenant_id, a.application_id
        from application_owner o join application a on a.tenant_id = o.tenant_id and a.application_id = o.application_id
        where o.user_id = owner and a.removed_at is null
    $$;
create function latchwork_application_of_person(person uuid) returns table (tenant_id uuid, application_id uuid) language sql stable security definer
    set search_path = public
    as $$ select p.tenant_id, p.application_id from application_person p where p.user_id = person $$;
-- Whoever is erased leaves something there: in their own tenants, and in those of applications that they own or that told of them.
create function latchwork_traces_of(who uuid) returns uuid[] language sql stable security definer set search_path = public
    as $$
        select array(
            select unnest(latchwork_tenants_of(who))
            union select tenant_id from application_owner where user_id = who
            union select tenant_id from application_person where user_id = who)
    $$;
-- One row for each key, or one without.
create function latchwork_issuer(url text) returns table (tenant_id uuid, application_id uuid, jwk text) language sql stable security definer
    set search_path = public
    as $$
        select i.tenant_id, i.application_id, k.jwk::text
        from application_issuer i left join application_key k on k.tenant_id = i.tenant_id and k.application_id = i.application_id
        where i.url = latchwork_issuer.url
    $$;
create function latchwork_origin_is_registered(origin text) returns boolean language sql stable security definer set search_path = public
    as $$ select exists (select from application a where a.removed_at is null and a.cors_origins @> array[origin]) $$;
create function latchwork_logo(logo uuid) returns table (content_type smallint, picture bytea) language sql stable security definer
    set search_path = public
    as $$ select l.content_type, l.picture from application_logo l where l.logo_id = logo and l.picture is not null $$;
create function latchwork_logo_upload(token bytea) returns table (tenant_id uuid, logo_id uuid) language sql stable security definer
    set search_path = public
    as $$ select l.tenant_id, l.logo_id from application_logo l where l.token_hash = token $$;

revoke all on function latchwork_applications_of(uuid), latchwork_application_of_person(uuid), latchwork_traces_of(uuid), latchwork_issuer(text),
    latchwork_origin_is_registered(text), latchwork_logo(uuid), latchwork_logo_upload(bytea) from public;
grant execute on function latchwork_applications_of(uuid), latchwork_application_of_person(uuid), latchwork_traces_of(uuid), latchwork_issuer(text),
    latchwork_origin_is_registered(text), latchwork_logo(uuid), latchwork_logo_upload(bytea) to latchwork_app;
