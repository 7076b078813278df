-- What is looked for by its person alone, in whatever tenants. Policies no longer offer their index (0016).
create index membership_of_user on membership (user_id);
create index lock_group_of_user on lock_group (user_id, group_id);
