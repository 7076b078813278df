-- How things stood at a moment: what the list of events told of members, of a door and of its credentials, and what is over there.
create index audit_event_of_change on audit_event (tenant_id, lock_id, sequence) where kind in (68, 83, 101);
create index access_grant_over on access_grant (tenant_id, lock_id) where revoked_at is not null;
create index enrollment_gone on enrollment (tenant_id, lock_id) where gone_at is not null;
