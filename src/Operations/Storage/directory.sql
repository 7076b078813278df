-- The tables without a tenant: the closed list of TN-1. A table that is not named here has tenant_id as the first column
-- of every key, and row-level security; a test compares this list with the database.
app_user
backup
journal_mark
leaf_certificate
link_lease
login
migration
node
passkey
passkey_challenge
public_id
recovery_code
recovery_entry
recovery_mark
request_once
restoration
session
signing_key
throttle
totp_offer
