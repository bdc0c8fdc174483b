-- The whole schema of today, equal to all migrations together (a test compares them).

-- Where runs happen, and how those places are reached.

create table cluster_credential (
    id          text primary key check (id ~ '^cred-[0-9a-z]{26}$'),
    name        text not null unique,
    kind        text not null check (kind in ('kubeconfig', 'token', 'in_cluster', 'local')),
    version     integer not null check (version >= 1),
    secret      bytea,
    created_at  timestamptz not null,
    check (secret is null or kind in ('kubeconfig', 'token'))
);

comment on table cluster_credential is 'How a cluster is reached. Written by platform teams, read by the engine, never shown.';
comment on column cluster_credential.id is 'cred- and a ULID.';
comment on column cluster_credential.name is 'What people call it.';
comment on column cluster_credential.kind is 'Which cluster adapter understands it.';
comment on column cluster_credential.version is 'Counts rotations, from 1.';
comment on column cluster_credential.secret is 'The secret part, encrypted. NULL for kinds that have none.';
comment on column cluster_credential.created_at is 'When it was first stored.';

create table environment (
    id                     text primary key check (id ~ '^env-[0-9a-z]{26}$'),
    name                   text not null unique,
    is_default             boolean not null,
    cluster_credential_id  text not null references cluster_credential (id),
    namespace              text not null,
    defaults               jsonb not null,
    created_at             timestamptz not null
);

create unique index environment_one_default on environment (is_default) where is_default;

comment on table environment is 'A named place where runs happen.';
comment on column environment.id is 'env- and a ULID.';
comment on column environment.name is 'What callers write in a definition; never changes.';
comment on column environment.is_default is 'Whether definitions without an environment go here. One at most.';
comment on column environment.cluster_credential_id is 'How its cluster is reached.';
comment on column environment.namespace is 'Where the objects of runs are created, unless a definition says otherwise.';
comment on column environment.defaults is 'Fields of a definition that callers here need not write.';
comment on column environment.created_at is 'When it was first stored.';
-- Definitions, and every version they ever had.

create table load_test (
    id           text primary key check (id ~ '^lt-[0-9a-z]{26}$'),
    environment  text not null references environment (name),
    name         text not null check (length(name) between 1 and 100),
    version      integer not null check (version >= 1),
    revision     integer not null check (revision >= 1),
    labels       jsonb not null,
    run_count    integer not null default 0 check (run_count >= 0),
    created_at   timestamptz not null,
    updated_at   timestamptz not null check (updated_at >= created_at),
    deleted_at   timestamptz
);

create unique index load_test_name on load_test (environment, name) where deleted_at is null;

comment on table load_test is 'A definition that keeps its name and gets better.';
comment on column load_test.id is 'lt- and a ULID: later ones sort after earlier ones.';
comment on column load_test.environment is 'Name of the environment it belongs to.';
comment on column load_test.name is 'Unique in its environment among those that are not deleted.';
comment on column load_test.version is 'Counts every change; the ETag of the load test.';
comment on column load_test.revision is 'Number of the newest revision.';
comment on column load_test.labels is 'Labels of the newest revision, here so that lists can be filtered.';
comment on column load_test.run_count is 'Number of the newest run; runs are numbered by counting it up.';
comment on column load_test.created_at is 'When it was first stored.';
comment on column load_test.updated_at is 'When the newest revision was stored.';
comment on column load_test.deleted_at is 'NULL unless deleted. A deleted one stays for the history of its runs.';

create table revision (
    load_test_id  text not null references load_test (id),
    number        integer not null check (number >= 1),
    source        jsonb not null,
    settings      jsonb not null,
    created_at    timestamptz not null,
    created_by    text not null,
    primary key (load_test_id, number)
);

comment on table revision is 'One immutable version of a load test. Only ever inserted.';
comment on column revision.load_test_id is 'Whose version it is.';
comment on column revision.number is 'From 1, without gaps.';
comment on column revision.source is 'Script, libraries and packages.';
comment on column revision.settings is 'Everything else, with all defaults filled in.';
comment on column revision.created_at is 'When it was stored.';
comment on column revision.created_by is 'Name of the caller who wrote it.';
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
-- Work that must happen later, once, on any replica (tables of db-scheduler 16). Two of them, so that the long
-- executions that drive runs and the short jobs do not starve each other.

create table run_task (
    task_name             text not null,
    task_instance         text not null,
    task_data             bytea,
    execution_time        timestamptz not null,
    picked                boolean not null,
    picked_by             text,
    last_success          timestamptz,
    last_failure          timestamptz,
    consecutive_failures  integer,
    last_heartbeat        timestamptz,
    version               bigint not null,
    priority              smallint,
    primary key (task_name, task_instance)
);

create index run_task_due on run_task (execution_time);
create index run_task_heartbeat on run_task (last_heartbeat);

create table job_task (
    task_name             text not null,
    task_instance         text not null,
    task_data             bytea,
    execution_time        timestamptz not null,
    picked                boolean not null,
    picked_by             text,
    last_success          timestamptz,
    last_failure          timestamptz,
    consecutive_failures  integer,
    last_heartbeat        timestamptz,
    version               bigint not null,
    priority              smallint,
    primary key (task_name, task_instance)
);

create index job_task_due on job_task (execution_time);
create index job_task_heartbeat on job_task (last_heartbeat);

comment on table run_task is 'One row per run that is not yet finished and cleaned up; its instance is the run id.';
comment on column run_task.task_name is 'Which kind of work.';
comment on column run_task.task_instance is 'Which piece of it.';
comment on column run_task.task_data is 'Unused by us.';
comment on column run_task.execution_time is 'When it is due.';
comment on column run_task.picked is 'Whether some process is at it.';
comment on column run_task.picked_by is 'That process. NULL while it waits.';
comment on column run_task.last_success is 'When it last went well. NULL before.';
comment on column run_task.last_failure is 'When it last failed. NULL before.';
comment on column run_task.consecutive_failures is 'How often it failed since it last went well.';
comment on column run_task.last_heartbeat is 'When its process last showed that it lives. NULL while it waits.';
comment on column run_task.version is 'Counts its picks; for a run, the epoch of its owner.';
comment on column run_task.priority is 'Unused by us.';

comment on table job_task is 'Short jobs; one row per job that waits or runs.';
comment on column job_task.task_name is 'Which kind of work.';
comment on column job_task.task_instance is 'Which piece of it.';
comment on column job_task.task_data is 'Unused by us.';
comment on column job_task.execution_time is 'When it is due.';
comment on column job_task.picked is 'Whether some process is at it.';
comment on column job_task.picked_by is 'That process. NULL while it waits.';
comment on column job_task.last_success is 'When it last went well. NULL before.';
comment on column job_task.last_failure is 'When it last failed. NULL before.';
comment on column job_task.consecutive_failures is 'How often it failed since it last went well.';
comment on column job_task.last_heartbeat is 'When its process last showed that it lives. NULL while it waits.';
comment on column job_task.version is 'Counts its picks; for a run, the epoch of its owner.';
comment on column job_task.priority is 'Unused by us.';
-- Calls that may be repeated without starting a second run.

create table idempotency_key (
    caller        text not null,
    key           text not null,
    request_hash  text not null,
    load_test_id  text not null references load_test (id),
    run_id        text,
    created       boolean not null,
    created_at    timestamptz not null,
    primary key (caller, key)
);

comment on table idempotency_key is 'Answers to calls with an Idempotency-Key, stored in the transaction of the result. Forgotten after 24 hours.';
comment on column idempotency_key.caller is 'Keys of different callers have nothing to do with each other.';
comment on column idempotency_key.key is 'What the caller sent.';
comment on column idempotency_key.request_hash is 'SHA-256 of operation and body: the same key with another request is an error.';
comment on column idempotency_key.load_test_id is 'The load test of the answer, which is rendered anew from it.';
comment on column idempotency_key.run_id is 'The run of the answer. NULL when none was started, or when it was forgotten since.';
comment on column idempotency_key.created is 'Whether the first answer was 201 rather than 200.';
comment on column idempotency_key.created_at is 'When the key was first used.';
-- Clusters that are reached with credentials, and what is needed to bring a run there and back.

alter table cluster_credential
    add column server          text,
    add column ca_fingerprint  text,
    add column identity        text,
    add column expires_at      timestamptz,
    add column environments    jsonb not null default '[]',
    add column updated_at      timestamptz,
    add column verified_at     timestamptz;

update cluster_credential set updated_at = created_at;
alter table cluster_credential alter column updated_at set not null;

comment on column cluster_credential.server is 'URL of the API server. NULL for kinds that have none of their own.';
comment on column cluster_credential.ca_fingerprint is 'SHA-256 of the CA certificate in hexadecimal. NULL when the usual authorities are trusted.';
comment on column cluster_credential.identity is 'Who the cluster takes us for, as far as the credential says it.';
comment on column cluster_credential.expires_at is 'When a certificate or token in it expires. NULL when it says nothing.';
comment on column cluster_credential.environments is 'Names of the environments that may use it; empty for all.';
comment on column cluster_credential.updated_at is 'When it was last rotated.';
comment on column cluster_credential.verified_at is 'When this version last passed a verification. NULL before.';

alter table environment
    add column allowed_cluster_credential_ids  jsonb not null default '[]',
    add column pods                            jsonb,
    add column policy                          jsonb,
    add column version                         integer not null default 1 check (version >= 1),
    add column updated_at                      timestamptz;

update environment
set pods = '{"create_namespace": false, "run_as_user": 1000, "keep_failed": "PT0S"}',
    -- all that were there before are this machine, where the names of Secrets mean nothing
    policy = '{"allowed_namespaces": [], "allowed_secrets": ["*"], "allowed_config_maps": ["*"]}',
    updated_at = created_at;
alter table environment
    alter column pods set not null,
    alter column policy set not null,
    alter column updated_at set not null;

comment on column environment.allowed_cluster_credential_ids is 'Further credentials that a load test may name.';
comment on column environment.pods is 'How pods are made here, where a definition has no say.';
comment on column environment.policy is 'What definitions may name here.';
comment on column environment.version is 'Counts every change; the ETag of the environment.';
comment on column environment.updated_at is 'When it was last changed.';

alter table run add column outputs jsonb;

comment on column run.outputs is 'Where people find it on its target. NULL where there is nothing to find.';

create table run_manifest (
    run_id      text not null references run (id) on delete cascade,
    position    integer not null check (position >= 0),
    content     text not null,
    primary key (run_id, position)
);

comment on table run_manifest is 'What is created on the target for a run, without code and secrets. Written once, before anything is created, so that whoever goes on creates the same.';
comment on column run_manifest.run_id is 'Whose manifest it is.';
comment on column run_manifest.position is 'In the order of creation, from 0.';
comment on column run_manifest.content is 'YAML, or what the kind of target writes instead.';

create table run_report (
    run_id   text primary key references run (id) on delete cascade,
    content  bytea not null
);

comment on table run_report is 'Locust''s own report of a run.';
comment on column run_report.run_id is 'Whose report it is.';
comment on column run_report.content is 'HTML, compressed with gzip.';

create table installation (
    id  text primary key check (id ~ '^[0-9a-z]{26}$')
);

create unique index installation_one on installation ((true));

comment on table installation is 'This Loadplane, told apart from others that use the same cluster. One row.';
comment on column installation.id is 'A ULID, made at the first start. A label on everything that is created.';
-- Places in an environment, and who waits for one.

alter table environment add column limits jsonb not null default '{}';

comment on column environment.limits is 'How much may go on here at once. Runs above it wait.';

alter table run
    add column priority       smallint not null default 1 check (priority between 0 and 2),
    add column admitted_at    timestamptz,
    add column lease_seconds  integer check (lease_seconds > 0),
    add column lease_until    timestamptz,
    add constraint run_lease_has_end check ((lease_seconds is null) = (lease_until is null));

comment on column run.priority is 'Who comes first among those that wait: 2 before 1 before 0, then in order of creation.';
comment on column run.admitted_at is 'When it got its place in the environment; its deadline counts from here. NULL while it waits.';
comment on column run.lease_seconds is 'How long it goes on without being renewed. NULL for as long as it takes.';
comment on column run.lease_until is 'When it is stopped unless its caller renews the lease.';

-- Heads of queues are asked for at every look of every waiting run.
create index run_queue on run (environment, priority desc, id) where status = 'queued';
create index run_unfinished on run (environment) where finished_at is null;
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
-- API tokens: who may call from outside, and what they may do.

create table token (
    id            text primary key check (id ~ '^tok-[0-9a-z]{26}$'),
    name          text not null check (length(name) between 1 and 100),
    role          text not null check (role in ('viewer', 'tester', 'platform')),
    environments  jsonb not null check (jsonb_typeof(environments) = 'array'),
    hash          text not null check (hash ~ '^[0-9a-f]{64}$'),
    created_at    timestamptz not null,
    created_by    text not null,
    expires_at    timestamptz check (expires_at > created_at),
    last_used_at  timestamptz,
    revoked_at    timestamptz
);

create unique index token_name on token (name) where revoked_at is null;

comment on table token is 'API tokens. What a token may do never changes; it is only revoked.';
comment on column token.id is 'tok- and a ULID; the ULID is part of the token itself, and finds its row.';
comment on column token.name is 'Unique among those that are not revoked; started_by of what it starts is token: and this.';
comment on column token.role is 'What its holder is.';
comment on column token.environments is 'Names of the environments where that holds; empty for everywhere.';
comment on column token.hash is 'SHA-256 of its secret part. The token itself is stored nowhere.';
comment on column token.created_at is 'When it was made.';
comment on column token.created_by is 'Name of the caller who made it.';
comment on column token.expires_at is 'From when on it opens nothing. NULL for never.';
comment on column token.last_used_at is 'When it was last used, to the minute. NULL for never.';
comment on column token.revoked_at is 'When somebody revoked it. NULL for never.';
-- Tokens of runs are sealed too, and a start recognises its key set.

alter table run add column sealed_agent_token bytea;

comment on column run.agent_token is 'Opens the agent of this run, and nothing else. Empty when it is sealed, or forgotten because the run is cleaned up.';
comment on column run.sealed_agent_token is 'agent_token, sealed under the key that its first five bytes name. NULL while that is plain, and when it is forgotten.';

create index run_with_token on run (id) where agent_token <> '' or sealed_agent_token is not null;

create table keyset_probe (
    id           boolean primary key default true check (id),
    sealed       bytea not null,
    plain_until  timestamptz not null
);

comment on table keyset_probe is 'Which key set the secrets of this database need. One row, written by the first start that could open what was there.';
comment on column keyset_probe.id is 'There is only one.';
comment on column keyset_probe.sealed is 'The word probe, sealed.';
comment on column keyset_probe.plain_until is 'Until then tokens of runs are stored plain, for processes of the release before that may still take them over.';
-- Who changed what, and who was refused. Entries are only ever added; old ones go by retention alone.

create table audit_entry (
    id            text primary key check (id ~ '^aud-[0-9a-z]{26}$'),
    at            timestamptz not null,
    caller_kind   text not null check (caller_kind in ('bootstrap', 'token', 'oidc', 'nobody')),
    caller_id     text not null,
    caller_name   text not null,
    address       text not null,
    action        text not null,
    object_kind   text not null,
    object_id     text,
    object_name   text,
    environments  jsonb not null check (jsonb_typeof(environments) = 'array'),
    outcome       text not null check (outcome in ('done', 'refused')),
    status        integer,
    code          text,
    times         integer not null check (times >= 1),
    changes       jsonb not null check (jsonb_typeof(changes) = 'object'),
    check ((outcome = 'refused') = (status is not null and code is not null))
);

create index audit_entry_by_object on audit_entry (object_id, id) where object_id is not null;
create index audit_entry_by_caller on audit_entry (caller_id, id);
create index audit_entry_by_age on audit_entry (at);

comment on table audit_entry is 'Changes and refused attempts. No row changes; none goes but by purge_audit, and none within a week.';
comment on column audit_entry.id is 'aud- and a ULID, so that ids sort by time.';
comment on column audit_entry.at is 'When it happened; of repeated refusals, the last time.';
comment on column audit_entry.caller_kind is 'How the caller proved who it is; nobody when it did not.';
comment on column audit_entry.caller_id is 'Who it was, whatever the name: bootstrap, the id of a token, oidc: and a subject, or nobody.';
comment on column audit_entry.caller_name is 'For people; a token may have lost its name to another since.';
comment on column audit_entry.address is 'Where the request came from.';
comment on column audit_entry.action is 'Which operation was called, as the API description names it.';
comment on column audit_entry.object_kind is 'What kind of thing it was about, such as load_test.';
comment on column audit_entry.object_id is 'What it was about. NULL for what was never made, and for refusals summed up.';
comment on column audit_entry.object_name is 'Its name then. NULL when it has none or was refused.';
comment on column audit_entry.environments is 'Names of the environments it belonged to; who is responsible for all of them may read the entry. Empty for what belongs to none.';
comment on column audit_entry.outcome is 'done or refused.';
comment on column audit_entry.status is 'HTTP status of a refusal. NULL for what was done.';
comment on column audit_entry.code is 'Code of the problem of a refusal. NULL for what was done.';
comment on column audit_entry.times is 'How often; more than 1 for refusals that are summed up.';
comment on column audit_entry.changes is 'What was done: fields with their values before and after; secrets as ***.';

create function keep_audit_entries() returns trigger language plpgsql as $$
begin
    -- The service's clock says what is too old; this one says what can never be.
    if tg_op = 'DELETE' and current_setting('loadplane.purging_audit', true) = 'on' and old.at < now() - interval '7 days' then
        return old;
    end if;
    raise exception 'entries of the audit stay as they are';
end
$$;

create trigger audit_entry_stays before update or delete on audit_entry
    for each row execute function keep_audit_entries();
create trigger audit_stays before truncate on audit_entry
    for each statement execute function keep_audit_entries();

create function purge_audit(older_than timestamptz, most integer) returns integer language plpgsql as $$
declare
    purged integer;
begin
    perform set_config('loadplane.purging_audit', 'on', true);
    delete from audit_entry where id in (
        select id from audit_entry
        where at < least(older_than, now() - interval '7 days') order by at limit most for update skip locked);
    get diagnostics purged = row_count;
    perform set_config('loadplane.purging_audit', 'off', true);
    return purged;
end
$$;
-- What the last seconds of a run were like, at every tick.

alter table sample
    add column current_p50  double precision,
    add column current_p95  double precision,
    add column current_p99  double precision,
    add column cpu_avg      double precision,
    add column cpu_max      double precision;

comment on column sample.current_p50 is 'Median response time of about the last ten seconds, in ms. NULL when there was no request in them.';
comment on column sample.current_p95 is '95th percentile of about the last ten seconds, in ms.';
comment on column sample.current_p99 is '99th percentile of about the last ten seconds, in ms.';
comment on column sample.cpu_avg is 'CPU of the workers on average, in percent of one core. NULL without workers.';
comment on column sample.cpu_max is 'CPU of the busiest worker, in percent of one core. NULL without workers.';
-- How runs stand to their criteria.

alter table run
    add column verdict_reason    text,
    add column criteria_results  jsonb;

comment on column run.verdict_reason is 'Why there is no verdict. NULL when there is one, and before the end.';
comment on column run.criteria_results is 'How the run stands to each of its criteria, in their order. NULL for runs of releases that did not judge.';
-- Who is told what happens.

create table webhook (
    id            text primary key check (id ~ '^hook-[0-9a-z]{26}$'),
    url           text not null,
    events        jsonb not null check (jsonb_typeof(events) = 'array'),
    environment   text references environment (name) on delete cascade,
    load_test_id  text references load_test (id) on delete cascade,
    format        text not null check (format in ('plain', 'slack')),
    secret        bytea,
    active        boolean not null,
    version       integer not null check (version >= 1),
    created_at    timestamptz not null,
    created_by    text not null,
    updated_at    timestamptz not null,
    constraint webhook_of_load_test_has_environment check (load_test_id is null or environment is not null)
);

create index webhook_by_load_test on webhook (load_test_id) where load_test_id is not null;

comment on table webhook is 'Somebody outside who is told what happens.';
comment on column webhook.id is 'hook- and a ULID: later ones sort after earlier ones.';
comment on column webhook.url is 'Where it is posted to; may be a secret in itself.';
comment on column webhook.events is 'What is told.';
comment on column webhook.environment is 'Only what happens there, and who may manage it. NULL for everywhere. Never changes.';
comment on column webhook.load_test_id is 'Only what happens to this load test, which is of that environment. NULL for all. Never changes.';
comment on column webhook.format is 'What bodies look like.';
comment on column webhook.secret is 'What bodies are signed with, sealed. NULL when it was lost; nothing is delivered then.';
comment on column webhook.active is 'Whether anything is delivered.';
comment on column webhook.version is 'Counts changes; the ETag.';
comment on column webhook.created_at is 'When it was first stored.';
comment on column webhook.created_by is 'Name of the caller who stored it.';
comment on column webhook.updated_at is 'When it was last changed.';

create table webhook_delivery (
    id          text primary key check (id ~ '^dlv-[0-9a-z]{26}$'),
    webhook_id  text not null references webhook (id) on delete cascade,
    event       text not null,
    run_id      text,
    body        text not null,
    state       text not null check (state in ('waiting', 'delivered', 'given_up')),
    attempts    jsonb not null,
    next_at     timestamptz,
    created_at  timestamptz not null,
    constraint webhook_delivery_waits_for_a_time check ((state = 'waiting') = (next_at is not null))
);

create index webhook_delivery_by_webhook on webhook_delivery (webhook_id, id desc);
create index webhook_delivery_settled on webhook_delivery (created_at) where state <> 'waiting';

comment on table webhook_delivery is 'One event on its way to one receiver.';
comment on column webhook_delivery.id is 'dlv- and a ULID: later ones sort after earlier ones. The receiver reads it at each attempt.';
comment on column webhook_delivery.webhook_id is 'To whom.';
comment on column webhook_delivery.event is 'What happened.';
comment on column webhook_delivery.run_id is 'The run that it is about; stays when that is forgotten. NULL for events without one.';
comment on column webhook_delivery.body is 'What is sent, as JSON; text, so that it is the same at each attempt.';
comment on column webhook_delivery.state is 'Where it is.';
comment on column webhook_delivery.attempts is 'Every attempt, in order.';
comment on column webhook_delivery.next_at is 'When it is tried again. NULL once it is settled.';
comment on column webhook_delivery.created_at is 'When it happened.';

-- A table of its own: receivers that hang must not keep schedules waiting.
create table delivery_task (
    task_name             text not null,
    task_instance         text not null,
    task_data             bytea,
    execution_time        timestamptz not null,
    picked                boolean not null,
    picked_by             text,
    last_success          timestamptz,
    last_failure          timestamptz,
    consecutive_failures  integer,
    last_heartbeat        timestamptz,
    version               bigint not null,
    priority              smallint,
    primary key (task_name, task_instance)
);

create index delivery_task_due on delivery_task (execution_time);
create index delivery_task_heartbeat on delivery_task (last_heartbeat);

comment on table delivery_task is 'One row per delivery that waits; its instance is the id of the delivery. A table of db-scheduler 16.';
comment on column delivery_task.task_name is 'Which kind of work.';
comment on column delivery_task.task_instance is 'Which piece of it.';
comment on column delivery_task.task_data is 'Unused by us.';
comment on column delivery_task.execution_time is 'When it is due.';
comment on column delivery_task.picked is 'Whether some process is at it.';
comment on column delivery_task.picked_by is 'That process. NULL while it waits.';
comment on column delivery_task.last_success is 'When it last went well. NULL before.';
comment on column delivery_task.last_failure is 'When it last failed. NULL before.';
comment on column delivery_task.consecutive_failures is 'How often it failed since it last went well.';
comment on column delivery_task.last_heartbeat is 'When its process last showed that it lives. NULL while it waits.';
comment on column delivery_task.version is 'Counts its picks.';
comment on column delivery_task.priority is 'Unused by us.';
-- A load test may have a run that the others are compared with.

alter table run add column baseline boolean not null default false;

comment on column run.baseline is 'Whether the other runs of its load test are compared with it; it then stays as if it were to be kept. Written by callers only.';

create unique index run_baseline on run (load_test_id) where baseline;
-- A run that made room for a newer one was not stopped by a user.

alter table run add column stop_replaced boolean not null default false;

comment on column run.stop_replaced is 'Whether it was asked to stop because a newer run of its schedule takes its place.';

-- On this machine the names of a cluster mean nothing. Policies that know more of them are closed for those that they do not
-- name, and load tests of this machine must not be refused for that.

update environment
   set policy = policy
                || '{"allowed_volume_claims": ["*"], "allowed_storage_classes": ["*"], "allowed_pod_labels": ["*"],
                     "allowed_pod_annotations": ["*"], "allowed_ingress_annotations": ["*"],
                     "max_ephemeral_volume": "1Ei"}'
 where cluster_credential_id in (select id from cluster_credential where kind = 'local');
