-- What the last seconds of a run were like, at every tick.

alter table sample
    add column current_p50  double precision,
    add column current_p95  double precision,
    add column current_p99  double precision,
    add column cpu_avg      double precision,
    add column cpu_max      double precision;

comment on column sample.current_p50 is 'Median response time of about the last ten seconds, in ms. NULL when there was no request in them.';
comment on column sample.current_p95 is '95th percentile of about the last ten seconds, in ms.';
comment on column sample.current_p99 is '99th percentile of about the last ten seconds, in ms.';
comment on column sample.cpu_avg is 'CPU of the workers on average, in percent of one core. NULL without workers.';
comment on column sample.cpu_max is 'CPU of the busiest worker, in percent of one core. NULL without workers.';
