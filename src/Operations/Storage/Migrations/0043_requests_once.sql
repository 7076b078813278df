-- A repeated request is told its refusal in the same words, and the numbers that no row tells afterwards.
alter table request_once
    add column refused_detail text,
    add column counts integer[];
