-- Since when a code has its value; null: since it was made. What was typed before is not told with the digits of today.
alter table credential add column value_since timestamptz;
