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
