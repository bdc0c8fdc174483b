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
