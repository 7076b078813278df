-- Messages to people: sent by whichever node finds them due, until their end. What was sent or given up keeps nothing of what it said or to whom.
alter table notification
    add column recipient_index bytea,           -- keyed hash of the address, the same in all tenants; null: not counted against it
    add column ends_at timestamptz,             -- after it the message is not sent any more
    add column claim_id uuid, add column claimed_until timestamptz, -- a lease, by the database's clock
    alter column recipient_sealed drop not null,
    alter column values_sealed drop not null;
update notification set ends_at = created_at + interval '14 days';
alter table notification alter column ends_at set not null;
create index notification_to on notification (recipient_index, created_at) where recipient_index is not null;
create index notification_by_age on notification (created_at);
create index notification_waiting_for on notification (person_id) where due_at is not null;

-- Besides invitations, whatever else is proven by a token that went out by mail (4: that an address is theirs).
alter table invitation add column login_id uuid; -- whose address the token proves
create index invitation_of_user on invitation (tenant_id, user_id);
create index one_time_code_expired on one_time_code (expires_at);

-- Personal detail of all that somebody did, in tenants that they have left too (AU-7).
create index access_grant_of_former on access_grant (user_id) where revoked_at is not null;
create function latchwork_erase_details(who uuid) returns bigint language sql security definer set search_path = public
    as $$
        with gone as (
            delete from audit_private p where p.person_id = who and p.tenant_id in (
                select home_tenant_id from app_user where user_id = who
                union select tenant_id from membership where user_id = who
                union select tenant_id from access_grant where user_id = who and revoked_at is null
                union select tenant_id from access_grant where user_id = who and revoked_at is not null)
            returning 1)
        select count(*) from gone
    $$;

-- When a recipient was written to, newest first. Whoever asks keeps others who write to the same one waiting until their commit.
create function latchwork_messages_to(recipient bytea, since timestamptz, most integer) returns timestamptz[] language plpgsql volatile
    security definer set search_path = public
    as $$
    begin
        perform pg_advisory_xact_lock(7302, hashtext(encode(recipient, 'hex')));
        return array(
            select n.created_at from notification n where n.recipient_index = recipient and n.created_at > since
            order by n.created_at desc limit most);
    end $$;

-- What a channel has to send now, and nobody is at.
create function latchwork_notifications_due(by_channel smallint, at timestamptz, most integer)
    returns table (tenant_id uuid, notification_id uuid) language sql stable security definer set search_path = public
    as $$
        select n.tenant_id, n.notification_id from notification n
        where n.due_at <= at and n.ends_at > at and n.channel = by_channel and n.state = 0
            and (n.claimed_until is null or n.claimed_until <= clock_timestamp())
        order by n.due_at limit most
    $$;

-- Gives up what was not sent in its time, whatever its channel.
create function latchwork_end_notifications(at timestamptz, given_up smallint, because text, most integer) returns bigint language sql
    security definer set search_path = public
    as $$
        with late as (
            select n.tenant_id, n.notification_id from notification n
            where n.due_at is not null and n.ends_at <= at and n.state = 0
                and (n.claimed_until is null or n.claimed_until <= clock_timestamp())
            limit most for update skip locked),
        ended as (
            update notification n set state = given_up, failure = coalesce(n.failure, because), due_at = null, recipient_sealed = null,
                values_sealed = null, claim_id = null, claimed_until = null
            from late l where n.tenant_id = l.tenant_id and n.notification_id = l.notification_id returning 1)
        select count(*) from ended
    $$;

-- Gives up what waits for somebody who is not there any more, in whosever name it was to go out.
create function latchwork_forget_messages(who uuid, given_up smallint, because text) returns bigint language sql
    security definer set search_path = public
    as $$
        with forgotten as (
            update notification set state = given_up, failure = because, due_at = null, recipient_sealed = null, values_sealed = null,
                claim_id = null, claimed_until = null
            where person_id = who and due_at is not null returning 1)
        select count(*) from forgotten
    $$;

create function latchwork_prune_notifications(created_before timestamptz, most integer) returns bigint language sql
    security definer set search_path = public
    as $$
        with old as (
            select tenant_id, notification_id from notification where created_at < created_before and due_at is null
            limit most for update skip locked),
        gone as (
            delete from notification n using old o where n.tenant_id = o.tenant_id and n.notification_id = o.notification_id returning 1)
        select count(*) from gone
    $$;

create function latchwork_prune_codes(expired_before timestamptz, most integer) returns bigint language sql security definer set search_path = public
    as $$
        with old as (
            select tenant_id, code_id from one_time_code where expires_at < expired_before limit most for update skip locked),
        gone as (delete from one_time_code c using old o where c.tenant_id = o.tenant_id and c.code_id = o.code_id returning 1)
        select count(*) from gone
    $$;

create function latchwork_prune_invitations(over_before timestamptz, most integer) returns bigint language sql security definer set search_path = public
    as $$
        with old as (
            select tenant_id, invitation_id from invitation where least(used_at, expires_at) < over_before limit most for update skip locked),
        gone as (
            delete from invitation i using old o where i.tenant_id = o.tenant_id and i.invitation_id = o.invitation_id returning 1)
        select count(*) from gone
    $$;

revoke all on function latchwork_messages_to(bytea, timestamptz, integer), latchwork_notifications_due(smallint, timestamptz, integer),
    latchwork_end_notifications(timestamptz, smallint, text, integer), latchwork_prune_notifications(timestamptz, integer),
    latchwork_prune_codes(timestamptz, integer), latchwork_prune_invitations(timestamptz, integer), latchwork_erase_details(uuid),
    latchwork_forget_messages(uuid, smallint, text) from public;
grant execute on function latchwork_messages_to(bytea, timestamptz, integer), latchwork_notifications_due(smallint, timestamptz, integer),
    latchwork_end_notifications(timestamptz, smallint, text, integer), latchwork_prune_notifications(timestamptz, integer),
    latchwork_prune_codes(timestamptz, integer), latchwork_prune_invitations(timestamptz, integer), latchwork_erase_details(uuid),
    latchwork_forget_messages(uuid, smallint, text) to latchwork_app;
