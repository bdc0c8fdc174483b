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
