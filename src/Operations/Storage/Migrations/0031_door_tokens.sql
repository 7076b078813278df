-- What a QR says: random, sealed so that a wire can show it again (keyvox.md 6.7), found by its hash (token_hash). The link of its page is worked out from it
-- and stands in public_id by its hash.
alter table credential add column qr_sealed bytea;

-- What a request that counts once made or was refused with, so that the same again is answered from it (HM-7).
alter table request_once
    add column made uuid,
    add column refused smallint,
    add column refused_what smallint;
