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
