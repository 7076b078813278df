-- A command's tenant is that of the lock or link read in the same transaction: looked up once more for each row, and locked, it told nothing new.
alter table device_command drop constraint device_command_tenant_id_fkey;
