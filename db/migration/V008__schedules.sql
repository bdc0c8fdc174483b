-- Runs that start by themselves.

create table schedule (
    id             text primary key check (id ~ '^sched-[0-9a-z]{26}$'),
    load_test_id   text not null references load_test (id),
    name           text not null,
    cron           text,
    time_zone      text,
    once_at        timestamptz,
    overrides      jsonb not null,
    note           text,
    if_running     text not null check (if_running in ('skip', 'queue', 'replace')),
    missed         text not null check (missed in ('skip', 'run_once')),
    paused         boolean not null,
    ends_at        timestamptz,
    version        integer not null check (version >= 1),
    created_at     timestamptz not null,
    created_by     text not null,
    updated_at     timestamptz not null,
    settled_until  timestamptz not null,
    last_firings   jsonb not null,
    constraint schedule_again_or_once check (
        (cron is null) = (time_zone is null) and (cron is null) = (once_at is not null))
);

create index schedule_by_load_test on schedule (load_test_id);

comment on table schedule is 'When runs of a load test start by themselves.';
comment on column schedule.id is 'sched- and a ULID: later ones sort after earlier ones.';
comment on column schedule.load_test_id is 'What runs; never changes.';
comment on column schedule.name is 'What people call it.';
comment on column schedule.cron is 'When, in five fields. NULL for a schedule that fires once.';
comment on column schedule.time_zone is 'IANA name of the zone of the cron expression.';
comment on column schedule.once_at is 'When, for a schedule that fires once.';
comment on column schedule.overrides is 'What each run changes in the settings of the load test.';
comment on column schedule.note is 'Note of each run. NULL for none.';
comment on column schedule.if_running is 'What happens when a run of the load test is active at that time.';
comment on column schedule.missed is 'What happens about times at which nobody could start a run.';
comment on column schedule.paused is 'Whether it starts nothing for now.';
comment on column schedule.ends_at is 'The last moment at which it may start a run. NULL for no end.';
comment on column schedule.version is 'Counts the changes that callers made; the ETag, and part of the name of its task.';
comment on column schedule.created_at is 'When it was first stored.';
comment on column schedule.created_by is 'Name of the caller who stored it.';
comment on column schedule.updated_at is 'When a caller last changed it.';
comment on column schedule.settled_until is 'Nothing that was due up to then can start a run any more. Only ever grows.';
comment on column schedule.last_firings is 'What became of the newest times, newest first. One that is queued still waits.';

alter table run add column schedule_id text;

create index run_by_schedule on run (schedule_id, id desc) where schedule_id is not null;

comment on column run.schedule_id is 'The schedule that started it; stays when that is deleted. NULL when a caller did.';
