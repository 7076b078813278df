-- A journal says whose it is: that of another database, named by mistake, is not read.
alter table recovery_mark add column journal_id uuid not null default gen_random_uuid();
