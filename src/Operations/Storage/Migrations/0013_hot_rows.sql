-- Rows that every unlock reads or changes. Room in their pages keeps new versions of a row beside the old ones and out of the indexes, and tables
-- of a few rows are counted too: uncounted, the planner takes an index that leads through a whole tenant for one that leads to the row.
alter table smart_lock set (fillfactor = 60, autovacuum_analyze_threshold = 10);
alter table audit_chain set (fillfactor = 20, autovacuum_analyze_threshold = 10);
alter table link set (fillfactor = 60, autovacuum_analyze_threshold = 10);
alter table access_grant set (autovacuum_analyze_threshold = 10);
alter table session set (autovacuum_analyze_threshold = 10);
alter table api_client set (autovacuum_analyze_threshold = 10);
alter table app_user set (autovacuum_analyze_threshold = 10);
