-- Whether people at the console show once more who they are before they open a door or a box from afar.
alter table tenant add column asks_before_opening boolean not null default false;
