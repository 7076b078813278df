-- What is told of an event under one webhook-id is one delivery: the id is made of the endpoint, the event, the topic and the subject, so one index finds it by either.
drop index delivery_by_webhook_id, delivery_of_subject;
create unique index delivery_by_webhook_id on delivery (tenant_id, endpoint_id, webhook_id);
alter table delivery drop constraint delivery_tenant_id_endpoint_id_source_tenant_id_sequence_to_key;

-- With what a node must know to claim what it plans.
drop function latchwork_webhooks_behind(integer);
create function latchwork_webhooks_behind(most_waiting integer, most integer)
    returns table (tenant_id uuid, endpoint_id uuid, source_tenant_id uuid, format smallint, failures integer, is_ordered boolean, retry_for interval,
        rests_until timestamptz)
    language sql stable security definer set search_path = public
    as $$
        select c.tenant_id, c.endpoint_id, c.source_tenant_id, e.format, e.failures, e.is_ordered, e.retry_for, e.rests_until
        from webhook_cursor c
        join webhook_endpoint e on e.tenant_id = c.tenant_id and e.endpoint_id = c.endpoint_id and e.removed_at is null and e.paused_at is null
        join audit_chain a on a.tenant_id = c.source_tenant_id and a.sequence > c.sequence
        where (select count(*) from (
            select from delivery d where d.tenant_id = c.tenant_id and d.endpoint_id = c.endpoint_id and d.state = 1 limit most_waiting) as waiting)
            < most_waiting
        order by c.received_at limit most
    $$;
revoke all on function latchwork_webhooks_behind(integer, integer) from public;
grant execute on function latchwork_webhooks_behind(integer, integer) to latchwork_app;
