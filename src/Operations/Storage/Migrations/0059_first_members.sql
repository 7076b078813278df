-- A tenant is its members' from the first of them on, also after the last has left: nobody from outside names its owner then.
alter table tenant add column has_had_members boolean not null default false;
update tenant t set has_had_members = true where exists (select from membership m where m.tenant_id = t.tenant_id);

create function latchwork_note_first_member() returns trigger language plpgsql security definer set search_path = public
    as $$
    begin
        update tenant set has_had_members = true where tenant_id = new.tenant_id and not has_had_members;
        return null;
    end $$;
revoke all on function latchwork_note_first_member() from public;
create trigger first_member after insert on membership for each row execute function latchwork_note_first_member();

-- What a tenant asks of its people holds after a restore, too (FS-6).
call latchwork_note_changes('tenant', 'asks_before_opening');
