-- A run that made room for a newer one was not stopped by a user.

alter table run add column stop_replaced boolean not null default false;

comment on column run.stop_replaced is 'Whether it was asked to stop because a newer run of its schedule takes its place.';
