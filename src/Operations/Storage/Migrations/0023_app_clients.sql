-- Applications of the TTLock wire register people of their own (sifely.md 19.1): all names of one application begin with its prefix.
alter table api_client add column user_prefix text check (user_prefix ~ '^[a-z]{3,12}$');
create unique index api_client_prefix on api_client (user_prefix) where user_prefix is not null;
alter table app_user add column registered_by uuid; -- the application's api_client_id
create index app_user_registered_by on app_user (registered_by, created_at) where registered_by is not null;
-- The plan an account of the Sifely wire is on (sifely.md 16); null: the installation's usual one.
alter table api_client add column plan text check (length(plan) <= 40);
-- Whether a plan goes on serving beyond its limits is the plan's to say, and plans are settings.
alter table api_client drop column is_elastic;
