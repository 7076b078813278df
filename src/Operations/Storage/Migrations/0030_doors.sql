-- An RSA-2048 SubjectPublicKeyInfo that a wire shows of a person, made the first time that it is shown and kept from then on. Nothing uses its private
-- half, so nobody has it.
alter table app_user add column public_key bytea;
