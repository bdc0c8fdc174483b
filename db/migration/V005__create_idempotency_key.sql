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
