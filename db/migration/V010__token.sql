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
