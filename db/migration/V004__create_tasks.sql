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
