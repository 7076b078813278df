-- What the device told when it ended a command: a waiter on another node is answered with this, not with where the bolt is by then.
alter table device_command add column bolt smallint, add column door smallint;
