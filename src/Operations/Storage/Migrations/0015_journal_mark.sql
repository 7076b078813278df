-- The last batch of each Journal, left in its own transaction: what a node asks when the answer to a commit was lost.
-- One of a run of a server; old ones are pruned.
create table journal_mark (
    journal_id uuid primary key,
    batch      bigint not null,
    written_at timestamptz not null
) with (fillfactor = 20);
grant select, insert, update, delete on journal_mark to latchwork_app;
