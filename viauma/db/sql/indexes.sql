-- name: owns_tables
-- Whether the role may change these tables (:tables, qualified names).
select bool_and(pg_has_role(relowner, 'usage'))
from pg_class
where oid = any(cast(:tables as regclass[]))

-- name: what_can_stand_aside
-- How to drop and how to make anew each index and constraint that a new row is held against, but
-- the primary key; uniqueness before references.
select
    format('alter table %s drop constraint %I', cast(conrelid as regclass), conname),
    format('alter table %s add constraint %I %s', cast(conrelid as regclass), conname, pg_get_constraintdef(oid)),
    case contype when 'u' then 1 else 3 end as turn,
    conname
from pg_constraint
where conrelid = any(cast(:tables as regclass[])) and contype in ('u', 'f')
union all
select
    format('drop index %s', cast(indexrelid as regclass)),
    pg_get_indexdef(indexrelid),
    2,
    cast(cast(indexrelid as regclass) as text)
from pg_index
where indrelid = any(cast(:tables as regclass[]))
  and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
order by 3, 4

-- name: tables_referred_to
-- The tables that these refer to, themselves left out.
select distinct cast(cast(confrelid as regclass) as text)
from pg_constraint
where conrelid = any(cast(:tables as regclass[])) and contype = 'f'
  and confrelid <> all(cast(:tables as regclass[]))
order by 1
