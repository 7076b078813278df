-- A card that was registered may be at several doors, each with times of its own: a credential each.
alter table credential add column card_id uuid, add foreign key (tenant_id, card_id) references card;
create index credential_of_card on credential (tenant_id, card_id) where card_id is not null;
