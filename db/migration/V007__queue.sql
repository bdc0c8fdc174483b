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
