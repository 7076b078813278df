-- When what is desired last changed: some time later it becomes a risk. And an operator's word to try now.
alter table enrollment
    add column asked_at timestamptz not null default '-infinity',
    add column told smallint;                   -- 1 try now, 2 also over a stranger's credential
alter table enrollment alter column asked_at drop default;
