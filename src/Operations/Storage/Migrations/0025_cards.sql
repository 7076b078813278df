-- How many cards a lock keeps, of how many bytes, and the best proof of one before it is used; and how many fingerprints, where it says so.
alter table smart_lock
    add column card_slots smallint, add column card_min smallint, add column card_max smallint, add column card_proof smallint,
    add column fingerprint_slots smallint not null default 0;
