-- What takes a right away after a backup was made must hold after its restore too (FS-6). Every such change leaves an entry in its own transaction; a
-- worker brings entries and new events into a journal outside the database.

create table recovery_entry (
    entry_id bigint generated always as identity primary key,
    subject  text not null,                     -- the table
    act      smallint not null check (act between 1 and 3), -- 1 row made, 2 row changed, 3 row deleted
    row_key  jsonb not null,                    -- its primary key
    noted    jsonb                              -- what the row says now, of that which counts; null: it is gone
);
-- How far the journal has come: one row; and in the list of each tenant.
create table recovery_mark (
    only_one boolean primary key default true check (only_one),
    batch    bigint not null
);
insert into recovery_mark (batch) values (0);
create table recovery_place (
    tenant_id uuid primary key references tenant,
    sequence  bigint not null
);
insert into recovery_place (tenant_id, sequence) select tenant_id, sequence from audit_chain;
-- Each time this database was put back from a backup, or found older than its journal.
create table restoration (
    restoration_id uuid primary key,
    taken_at     timestamptz,                   -- of the backup; null: the database was put back by other means
    restored_at  timestamptz not null,
    is_whole     boolean not null,              -- the journal told everything up to the end
    proofs_from  timestamptz                    -- signed requests that are older are not believed: they may have been used
);

create function latchwork_note_recovery() returns trigger language plpgsql security definer set search_path = public
    as $$
    declare
        told jsonb := case tg_op when 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
    begin
        insert into recovery_entry (subject, act, row_key, noted) values (
            tg_table_name,
            case tg_op when 'INSERT' then 1 when 'UPDATE' then 2 else 3 end,
            (select jsonb_object_agg(k, told -> k) from unnest(string_to_array(tg_argv[0], ' ')) k),
            case tg_op when 'INSERT' then told - string_to_array(tg_argv[1], ' ')
                when 'UPDATE' then (select jsonb_object_agg(k, told -> k) from unnest(string_to_array(tg_argv[1], ' ')) k) end);
        return null;
    end $$;
revoke all on function latchwork_note_recovery() from public;

-- Has a table's changes noted: of the named columns where one of them changes (and the condition holds), and as said of rows made and deleted.
-- Names of people are noted only when they are taken away.
create procedure latchwork_note_changes(of_table text, of_columns text, is_when text default 'true', made_when text default null, made_without text default '',
    deleted boolean default false) language plpgsql set search_path = public
    as $$
    declare
        key text := (select string_agg(a.attname, ' ' order by a.attnum) from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
            where i.indrelid = of_table::regclass and i.indisprimary);
        name text := 'recovery_' || (select count(*) from pg_trigger t where t.tgrelid = of_table::regclass and t.tgname like 'recovery%');
    begin
        if of_columns is not null then
            execute format('create trigger %I after update of %s on %I for each row when (%s is distinct from %s and (%s)) execute function latchwork_note_recovery(%L, %L)',
                name || '_changed', replace(of_columns, ' ', ', '), of_table,
                (select 'row(' || string_agg('old.' || c, ', ') || ')' from unnest(string_to_array(of_columns, ' ')) c),
                (select 'row(' || string_agg('new.' || c, ', ') || ')' from unnest(string_to_array(of_columns, ' ')) c),
                is_when, key, of_columns);
        end if;
        if made_when is not null then
            execute format('create trigger %I after insert on %I for each row when (%s) execute function latchwork_note_recovery(%L, %L)',
                name || '_made', of_table, made_when, key, made_without);
        end if;
        if deleted then
            execute format('create trigger %I after delete on %I for each row execute function latchwork_note_recovery(%L)', name || '_deleted', of_table, key);
        end if;
    end $$;

-- Who people are, and how they get in.
call latchwork_note_changes('app_user', 'password_hash password_set_at totp_sealed is_installation_administrator disabled_at');
call latchwork_note_changes('app_user', 'display_name locale', 'new.display_name is null');
call latchwork_note_changes('login', null, deleted => true);
call latchwork_note_changes('membership', 'role', deleted => true);
call latchwork_note_changes('session', 'expires_at revoked_at', made_when => 'new.api_client_id is not null', deleted => true);
call latchwork_note_changes('signing_key', 'revoked_at', deleted => true);
call latchwork_note_changes('leaf_certificate', 'revoked_at');
call latchwork_note_changes('certificate_authority', 'retired_at');
call latchwork_note_changes('invitation', 'used_at expires_at', deleted => true);
call latchwork_note_changes('one_time_code', 'tries used_at code_sealed', deleted => true);
call latchwork_note_changes('request_once', null, made_when => 'true');

call latchwork_note_changes('data_key', 'retired_at', made_when => 'new.version > 1'); -- what was sealed since is sealed by it
call latchwork_note_changes('notification', 'state due_at sent_at', 'new.due_at is null'); -- who has a message does not get it again
call latchwork_note_changes('hidden_event', null, made_when => 'true');

-- Programs.
call latchwork_note_changes('api_client', 'key_sealed returns_key needs_request_line scopes addresses masks_codes plan revoked_at');
call latchwork_note_changes('hmac_secret', 'secret_sealed', made_when => 'true', deleted => true);
call latchwork_note_changes('application', 'step_up removed_at');
call latchwork_note_changes('application_issuer', null, deleted => true);
call latchwork_note_changes('application_key', null, deleted => true);
call latchwork_note_changes('application_owner', null, deleted => true);
call latchwork_note_changes('application_person', null, deleted => true);
call latchwork_note_changes('webhook_endpoint', 'url secret_sealed former_secret_sealed former_secret_until sends_codes paused_at paused_because removed_at');
call latchwork_note_changes('alert', 'removed_at', deleted => true);

-- Who may open what. A code that was given out after the backup is on locks: it must be known, or nobody would ever take it off.
call latchwork_note_changes('access_grant', 'role is_deputy starts_at ends_at hours opens_remotely frozen_at revoked_at', made_when => 'true', made_without => 'name remarks');
call latchwork_note_changes('access_grant', 'name remarks', 'new.name is null and new.remarks is null');
call latchwork_note_changes('credential', 'value_sealed value_index value_since qr_sealed token_hash starts_at ends_at hours uses_left revision revoked_at erased_at',
    made_when => 'true', made_without => 'name person_id card_id box_lease_id');
call latchwork_note_changes('credential', 'name', 'new.name is null');
call latchwork_note_changes('enrollment', 'slot desired_present remove_at valid value_index revision', made_when => 'true');
call latchwork_note_changes('public_id', null, made_when => 'true');
call latchwork_note_changes('card', 'removed_at');
call latchwork_note_changes('box_lease', 'during ends_at ended_at ended_because stage is_spent');
call latchwork_note_changes('box_code', 'during ended_at');
call latchwork_note_changes('tile', null, deleted => true);
call latchwork_note_changes('tile_lock', null, deleted => true);
call latchwork_note_changes('reader', 'lock_id locker_id is_placed');

-- Places, doors, stays.
call latchwork_note_changes('tenant', 'mask_passcodes closed_at');
call latchwork_note_changes('site', 'archived_at');
call latchwork_note_changes('unit', 'archived_at');
call latchwork_note_changes('room_plan', 'archived_at');
call latchwork_note_changes('link', 'removed_at');
call latchwork_note_changes('locker', 'decommissioned_at');
call latchwork_note_changes('smart_lock', 'frozen_at opens_remotely usage_hours permitted_addresses super_passcode_sealed offline_secret_sealed offline_epoch open_hours opens_by_itself relock_after decommissioned_at');
call latchwork_note_changes('reservation', 'state starts_at ends_at checked_in_at checked_out_at cancelled_at');
call latchwork_note_changes('reservation', 'contact_name', 'new.contact_name = ''''');
call latchwork_note_changes('reservation_unit', 'during is_live');
call latchwork_note_changes('reservation_unit', 'contact_name', 'new.contact_name is null');
call latchwork_note_changes('person', 'name locale email_sealed email_index telephone_sealed telephone_index address_sealed document_sealed erased_at',
    'new.erased_at is not null');

-- Lists that have grown since the journal last looked.
create function latchwork_recovery_due(most integer) returns table (tenant_id uuid, come_to bigint, sequence bigint) language sql stable
    security definer set search_path = public
    as $$
        select c.tenant_id, coalesce(p.sequence, 0), c.sequence
        from audit_chain c left join recovery_place p on p.tenant_id = c.tenant_id
        where c.sequence > coalesce(p.sequence, 0)
        order by c.tenant_id limit most
    $$;
revoke all on function latchwork_recovery_due(integer) from public;
revoke all on procedure latchwork_note_changes(text, text, text, text, text, boolean) from public;
grant execute on function latchwork_recovery_due(integer) to latchwork_app;

alter table recovery_place enable row level security;
create policy tenant_set on recovery_place using ((tenant_id = any ((select latchwork_tenants())::uuid[])) is true);
grant select, insert, update on recovery_place to latchwork_app;
grant select, delete on recovery_entry to latchwork_app;
grant select, update on recovery_mark to latchwork_app;
grant select on restoration to latchwork_app;
