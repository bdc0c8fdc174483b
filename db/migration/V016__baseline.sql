-- A load test may have a run that the others are compared with.

alter table run add column baseline boolean not null default false;

comment on column run.baseline is 'Whether the other runs of its load test are compared with it; it then stays as if it were to be kept. Written by callers only.';

create unique index run_baseline on run (load_test_id) where baseline;
