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
