-- What has been kept for long enough goes, in small batches.

alter table environment add column retention jsonb not null default '{}';

comment on column environment.retention is 'How long what its runs leave behind is kept. Absent fields mean the overall settings.';

alter table run
    add column keep    boolean not null default false,
    add column purged  text[] not null default '{}';

comment on column run.keep is 'Whether it is exempt from retention. Written by callers only.';
comment on column run.purged is 'What of it has gone before it: samples, endpoint_samples, logs, reports.';

-- One index for each thing that goes by itself, so that only runs that still have it are looked at.
create index run_with_samples on run (environment, finished_at)
    where cleanup = 'done' and not keep and not purged @> '{samples}';
create index run_with_endpoint_samples on run (environment, finished_at)
    where cleanup = 'done' and not keep and not purged @> '{endpoint_samples}';
create index run_with_logs on run (environment, finished_at)
    where cleanup = 'done' and not keep and not purged @> '{logs}';
create index run_with_reports on run (environment, finished_at)
    where cleanup = 'done' and not keep and not purged @> '{reports}';
create index run_to_go on run (environment, finished_at) where cleanup = 'done' and not keep;

create index load_test_deleted on load_test (deleted_at) where deleted_at is not null;

create index idempotency_key_by_age on idempotency_key (created_at);
create index idempotency_key_by_load_test on idempotency_key (load_test_id);
create index idempotency_key_by_run on idempotency_key (run_id) where run_id is not null;
