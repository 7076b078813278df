-- A lock that is out of use is in no group of its tenant.
delete from lock_group_lock g using smart_lock l
    where l.tenant_id = g.tenant_id and l.lock_id = g.lock_id and l.decommissioned_at is not null;
