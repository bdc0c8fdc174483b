-- How runs stand to their criteria.

alter table run
    add column verdict_reason    text,
    add column criteria_results  jsonb;

comment on column run.verdict_reason is 'Why there is no verdict. NULL when there is one, and before the end.';
comment on column run.criteria_results is 'How the run stands to each of its criteria, in their order. NULL for runs of releases that did not judge.';
