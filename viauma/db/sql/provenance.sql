-- name: has_statements
-- Whether several sources speak of any place.
select exists (select from viauma.place_statement)

-- name: create_sources_of_drafts
-- Creates the sources that staged places name, hopping from one to the next (draft_place_key).
with recursive named as (
    (select source from pg_temp.draft_place order by source limit 1)
    union all
    select (select d.source from pg_temp.draft_place d where d.source > n.source
            order by d.source limit 1)
    from named n where n.source is not null
)
insert into viauma.source (name)
select source from named where source is not null
  and not exists (select from viauma.source s where s.name = named.source)
on conflict (name) do nothing

-- name: statements_of_places
-- What is said of :places and of all that was merged into them, however far back
-- (place_merged_into_ix, place_statement_place_ix), where it may be seen by as many.
with recursive family as (
    select p.id as root, p.id, p.visibility as seen
    from viauma.place p where p.id = any(cast(:places as uuid[]))
    union all
    select f.root, p.id, f.seen from family f join viauma.place p on p.merged_into = f.id
)
select f.root, s.source, s.source_id, s.fields, s.licence, s.attribution, s.observed_on,
       s.stated_at, s.gone_since is not null as is_gone,
       p.id = f.root and s.source = p.source and s.source_id = p.source_id as is_lead
from family f
join viauma.place p using (id)
join viauma.place_statement s on s.place = p.id
where p.id = f.root
   or array_position(array['public', 'partner', 'internal'], p.visibility)
      <= array_position(array['public', 'partner', 'internal'], f.seen)

-- name: find_drafts_with_statements
-- Staged places of which a statement is kept (place_statement_pkey).
create temporary table taken_place on commit drop as
select d.* from pg_temp.draft_place d join viauma.place_statement s using (source, source_id)

-- name: take_drafts_with_statements
-- Takes those out of the stage; answers each with its statement. A merged place becomes as visible
-- as its draft says.
with gone as (
    delete from pg_temp.draft_place d using pg_temp.taken_place t
    where t.source = d.source and t.source_id = d.source_id
), taken as (
    select d.*, s.place, s.fields as fields_before,
        (s.licence, s.attribution, s.observed_on)
        is distinct from (d.licence, d.attribution, d.observed_on) as is_credited_otherwise
    from pg_temp.taken_place d join viauma.place_statement s using (source, source_id)
), shown as (
    update viauma.place p set visibility = t.visibility from taken t
    where p.id = t.place and t.visibility <> p.visibility
    returning p.id
)
select t.place, t.fields_before, t.is_credited_otherwise,
       exists (select from shown where shown.id = t.place) as is_seen_otherwise,
       t.source, t.source_id, t.licence, t.attribution, t.observed_on,
       t.slug, t.names, t.texts, t.category, t.is_site, t.is_facility,
       encode(public.st_asewkb(t.geom), 'hex') as geom, t.municipality, t.municipality_basis,
       t.street, t.postcode, t.city, t.status, t.attributes, t.opening_hours, t.website,
       t.identifiers
from taken t

-- name: give_drafts_back
-- Puts the taken drafts back: whoever asks what a file had, finds all of it in the stage.
insert into pg_temp.draft_place select * from pg_temp.taken_place

-- name: keep_the_stage
-- Keeps the stage, where there is one, with its key, while resolved places are staged.
do $$ begin
    alter table if exists pg_temp.draft_place rename to kept_stage;
    alter index if exists pg_temp.draft_place_key rename to kept_stage_key;
end $$

-- name: bring_the_stage_back
-- The kept stage is the stage again.
do $$ begin
    drop table pg_temp.draft_place;
    alter table if exists pg_temp.kept_stage rename to draft_place;
    alter index if exists pg_temp.kept_stage_key rename to draft_place_key;
end $$

-- name: update_statement
-- Brings one statement to what its source says now.
update viauma.place_statement
set fields = cast(:fields as jsonb), licence = :licence, attribution = :attribution,
    observed_on = :observed_on, stated_at = now()
where source = :source and source_id = :source_id

-- name: put_statement
-- Keeps what a source says, unless it is kept already.
insert into viauma.place_statement
    (source, source_id, place, fields, licence, attribution, observed_on, stated_at)
values (:source, :source_id, :place, cast(:fields as jsonb), :licence, :attribution,
        :observed_on, :stated_at)
on conflict (source, source_id) do nothing

-- name: close_statements
-- Lets those sources say that places (:places) are closed that have them no longer, and the one
-- (:source, :source_id) whose row somebody closes; answers of which places. A closed one stays so.
update viauma.place_statement s
set fields = s.fields || jsonb '{"status": "closed"}', stated_at = now()
where s.place = any(cast(:places as uuid[])) and s.source <> 'register'
  and (s.gone_since is not null or (s.source, s.source_id) = (:source, :source_id))
  and s.fields ->> 'status' is distinct from 'closed'
returning s.place

-- name: family_of_places
-- Places with all that was merged into them (place_merged_into_ix).
with recursive family as (
    select p.id from viauma.place p where p.id = any(cast(:places as uuid[]))
    union
    select p.id from family f join viauma.place p on p.merged_into = f.id
)
select id from family

-- name: rows_of_places
-- Places as they are (place_pkey).
select p.id, p.source, p.source_id, p.licence, p.attribution, p.observed_on, p.updated_at,
       p.merged_into, p.visibility,
       p.slug, p.names, p.texts, p.category, p.is_site, p.is_facility,
       encode(public.st_asewkb(p.geom), 'hex') as geom, p.municipality, p.municipality_basis,
       p.street, p.postcode, p.city, p.status, p.attributes, p.opening_hours, p.website,
       p.identifiers
from viauma.place p where p.id = any(cast(:places as uuid[]))

-- name: lock_places
-- Keeps others from changing places, in the order of their ids.
select p.id from viauma.place p where p.id = any(cast(:places as uuid[]))
order by p.id for no key update

-- name: roots_of_places
-- What places were merged into at last; those that were not, themselves (place_pkey).
with recursive climb as (
    select p.id, p.merged_into from viauma.place p where p.id = any(cast(:places as uuid[]))
    union
    select p.id, p.merged_into from climb c join viauma.place p on p.id = c.merged_into
)
select id from climb where merged_into is null order by id

-- name: roots_of_source
-- Places that a source speaks of together with others: those that its trust decides.
with recursive climb as (
    select p.id, p.merged_into from viauma.place p
    where p.id in (select place from viauma.place_statement where source = :source)
    union
    select p.id, p.merged_into from climb c join viauma.place p on p.id = c.merged_into
)
select id from climb where merged_into is null order by id

-- name: drop_lone_statements
-- Forgets the statements of :places of which one source speaks only: the row says it all again.
delete from viauma.place_statement s using viauma.place p
where p.id = any(cast(:places as uuid[])) and s.place = p.id
  and p.status <> 'merged' and s.source = p.source and s.source_id = p.source_id
  and not exists (select from viauma.place m where m.merged_into = p.id)
  and not exists (
      select from viauma.place_statement o
      where o.place = p.id and (o.source, o.source_id) <> (s.source, s.source_id)
  )
