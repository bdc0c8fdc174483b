-- Runs, and everything they write.

create table run (
    id                 text primary key check (id ~ '^run-[0-9a-z]{26}$'),
    number             integer not null check (number >= 1),
    load_test_id       text not null,
    revision           integer not null,
    environment        text not null references environment (name),
    settings           jsonb not null,
    labels             jsonb not null,
    status             text not null,
    previous_status    text,
    status_since       timestamptz not null,
    reason_code        text,
    reason_message     text,
    reason_detail      text,
    verdict            text not null check (verdict in ('passed', 'failed', 'not_evaluated')),
    validity           text not null check (validity in ('valid', 'degraded', 'unknown')),
    validity_reasons   jsonb not null,
    workers_requested  integer not null check (workers_requested >= 1),
    workers_connected  integer not null check (workers_connected >= 0),
    workers_lost       integer not null check (workers_lost >= 0),
    summary            jsonb,
    result_complete    boolean,
    cleanup            text not null check (cleanup in ('pending', 'done')),
    stop_requested_at  timestamptz,
    stop_requested_by  text,
    created_at         timestamptz not null,
    started_at         timestamptz,
    finished_at        timestamptz,
    started_by         text not null,
    note               text,
    agent_token        text not null,
    epoch              bigint not null,
    owner              text,
    seq                bigint not null,
    unique (load_test_id, number),
    foreign key (load_test_id, revision) references revision (load_test_id, number),
    -- The moves that RunStatus.canBecome allows: no other pair can be written.
    -- Written as CASE because a comparison with NULL would be neither true nor false, and so be let through.
    constraint run_moves_only_forward check (
        case when previous_status is null then status = 'queued' else (previous_status, status) in (
            ('queued', 'provisioning'), ('queued', 'stopped'), ('queued', 'failed'),
            ('provisioning', 'starting'), ('provisioning', 'stopped'), ('provisioning', 'failed'),
            ('starting', 'running'), ('starting', 'stopped'), ('starting', 'failed'),
            ('running', 'stopping'), ('running', 'failed'),
            ('stopping', 'completed'), ('stopping', 'stopped'), ('stopping', 'failed')) end),
    constraint run_finished_iff_terminal check (
        (finished_at is not null) = (status in ('completed', 'stopped', 'failed'))),
    constraint run_started_when_running check (
        started_at is not null or status not in ('running', 'stopping', 'completed')),
    constraint run_completed_with_result check (status <> 'completed' or coalesce(result_complete, false)),
    constraint run_failed_with_reason check (status not in ('failed', 'stopped') or reason_code is not null),
    constraint run_cleaned_up_at_the_end check (cleanup = 'pending' or finished_at is not null),
    constraint run_stop_has_author check ((stop_requested_at is null) = (stop_requested_by is null))
);

create index run_by_load_test on run (load_test_id, id desc);
create index run_by_environment on run (environment, id desc);
create index run_active on run (status) where finished_at is null;

comment on table run is 'One execution of one revision in one environment.';
comment on column run.id is 'run- and a ULID: later runs sort after earlier ones.';
comment on column run.number is 'Counts the runs of a load test, from 1.';
comment on column run.load_test_id is 'What it runs; stays when the load test is deleted.';
comment on column run.revision is 'Which version of it.';
comment on column run.environment is 'Name of the environment it runs in.';
comment on column run.settings is 'Snapshot of what it runs, with overrides and defaults. Never changes.';
comment on column run.labels is 'Labels from the settings, here so that lists can be filtered.';
comment on column run.status is 'Where it is.';
comment on column run.previous_status is 'Where it was before; NULL while queued. Kept so that the moves can be checked.';
comment on column run.status_since is 'When it came to where it is.';
comment on column run.reason_code is 'Why it is where it is; NULL while all goes as asked.';
comment on column run.reason_message is 'The reason in one sentence.';
comment on column run.reason_detail is 'Evidence, such as a Python traceback. NULL when there is none.';
comment on column run.verdict is 'Whether the system under test was good enough.';
comment on column run.validity is 'Whether the load was really generated as asked.';
comment on column run.validity_reasons is 'What speaks against it, as sentences.';
comment on column run.workers_requested is 'How many workers were asked for.';
comment on column run.workers_connected is 'How many the master had when last seen. Written by the engine.';
comment on column run.workers_lost is 'How many went away while the load was on. Written by the engine.';
comment on column run.summary is 'Figures of the newest sample, or of the result. NULL before the first.';
comment on column run.result_complete is 'NULL until there is a result; false for what could be saved of one.';
comment on column run.cleanup is 'Whether its objects are gone from the target.';
comment on column run.stop_requested_at is 'When a caller asked it to stop. Written by callers only.';
comment on column run.stop_requested_by is 'Name of that caller.';
comment on column run.created_at is 'When it was asked for.';
comment on column run.started_at is 'When the load began. NULL before, and for runs that never got there.';
comment on column run.finished_at is 'When it became terminal.';
comment on column run.started_by is 'Name of the caller who asked for it.';
comment on column run.note is 'What that caller noted. NULL for nothing.';
comment on column run.agent_token is 'Opens the agent of this run, and nothing else.';
comment on column run.epoch is 'Counts its owners; a write under an older epoch is refused.';
comment on column run.owner is 'The process that drives it. NULL before the first.';
comment on column run.seq is 'Last number given to what it wrote: events and samples share one order.';

create table run_event (
    run_id   text not null references run (id) on delete cascade,
    seq      bigint not null,
    at       timestamptz not null,
    kind     text not null check (kind in ('status', 'request', 'cluster')),
    actor    text not null,
    object   text,
    status   text,
    reason   text,
    message  text not null,
    primary key (run_id, seq),
    check ((kind = 'status') = (status is not null))
);

comment on table run_event is 'The timeline of a run. Only ever inserted.';
comment on column run_event.run_id is 'Whose timeline.';
comment on column run_event.seq is 'Order within the run.';
comment on column run_event.at is 'When it happened.';
comment on column run_event.kind is 'The run moved, somebody asked for something, or something was seen on the target.';
comment on column run_event.actor is 'A caller''s name, engine, or cluster.';
comment on column run_event.object is 'What it happened to, such as worker-2. NULL for the run itself.';
comment on column run_event.status is 'The status it came to. NULL when it stayed where it was.';
comment on column run_event.reason is 'Machine-readable cause. NULL when there is none.';
comment on column run_event.message is 'What happened, for people.';

create table sample (
    run_id               text not null references run (id) on delete cascade,
    seq                  bigint not null,
    at                   timestamptz not null,
    users                integer not null,
    workers              integer not null,
    requests             bigint not null,
    failures             bigint not null,
    rps                  double precision not null,
    failures_per_second  double precision not null,
    avg                  double precision not null,
    p50                  double precision not null,
    p95                  double precision not null,
    p99                  double precision not null,
    primary key (run_id, seq)
);

comment on table sample is 'Totals of a run at one moment, one row every two seconds. Only ever inserted.';
comment on column sample.run_id is 'Whose totals.';
comment on column sample.seq is 'Order within the run.';
comment on column sample.at is 'The moment, by the master''s clock.';
comment on column sample.users is 'Simulated users at that moment.';
comment on column sample.workers is 'Connected workers at that moment.';
comment on column sample.requests is 'Requests since the start.';
comment on column sample.failures is 'Failed ones among them.';
comment on column sample.rps is 'Requests per second over the last seconds.';
comment on column sample.failures_per_second is 'Failures per second over the last seconds.';
comment on column sample.avg is 'Average response time since the start, in ms.';
comment on column sample.p50 is 'Median response time since the start, in ms.';
comment on column sample.p95 is '95th percentile since the start, in ms.';
comment on column sample.p99 is '99th percentile since the start, in ms.';

create table endpoint_sample (
    run_id      text not null references run (id) on delete cascade,
    seq         bigint not null,
    at          timestamptz not null,
    statistics  bytea not null,
    primary key (run_id, seq)
);

comment on table endpoint_sample is 'Statistics with endpoints at one moment, every ten seconds. Only ever inserted.';
comment on column endpoint_sample.run_id is 'Whose statistics.';
comment on column endpoint_sample.seq is 'That of the sample of the same moment.';
comment on column endpoint_sample.at is 'The moment.';
comment on column endpoint_sample.statistics is 'JSON, compressed with gzip.';

create table result (
    run_id      text primary key references run (id) on delete cascade,
    complete    boolean not null,
    statistics  bytea not null,
    created_at  timestamptz not null
);

comment on table result is 'What a run measured altogether. Inserted in the transaction that ends the run.';
comment on column result.run_id is 'Whose result.';
comment on column result.complete is 'False for what could be saved of a run that broke off.';
comment on column result.statistics is 'JSON with histograms, compressed with gzip.';
comment on column result.created_at is 'When it was stored.';

create table run_log (
    run_id         text not null references run (id) on delete cascade,
    component      text not null check (component in ('master', 'worker')),
    index          integer not null check (index >= 0),
    content        bytea not null,
    skipped_bytes  bigint not null check (skipped_bytes >= 0),
    primary key (run_id, component, index)
);

comment on table run_log is 'What the processes of a run printed; stored before they are removed from the target.';
comment on column run_log.run_id is 'Whose output.';
comment on column run_log.component is 'Which role.';
comment on column run_log.index is 'Which worker, from 0; 0 for the master.';
comment on column run_log.content is 'The end of the output, compressed with gzip.';
comment on column run_log.skipped_bytes is 'How much of the beginning was left out.';
