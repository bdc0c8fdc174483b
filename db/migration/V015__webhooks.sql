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
