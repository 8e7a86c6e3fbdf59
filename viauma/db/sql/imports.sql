-- name: lock_source
-- Keeps a source to this transaction (:source); false: another import has it.
select pg_try_advisory_xact_lock(hashtext('viauma.import'), hashtext(:source))

-- name: is_our_turn
-- Makes this import the one that takes rows over, until its transaction ends; false: another does.
select pg_try_advisory_xact_lock(hashtext('viauma.import.taking_over'))

-- name: wait_for_our_turn
-- The same, when the others are done.
select pg_advisory_xact_lock(hashtext('viauma.import.taking_over'))

-- name: sources_of_drafts
-- The sources of all staged places.
select distinct source from pg_temp.draft_place order by source

-- name: sources_at_work
-- Which of the sources (:sources) an import holds now.
select source
from unnest(cast(:sources as text[])) source
where exists (
    select from pg_locks
    where locktype = 'advisory' and granted and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())
      and cast(classid as bigint) = cast(hashtext('viauma.import') as bigint) & 4294967295
      and cast(objid as bigint) = cast(hashtext(source) as bigint) & 4294967295
)

-- name: call_runs_broken
-- What says of itself that it runs, while its source's lock is ours, was broken off (:source, :run:
-- our own); answers when the last one began.
with broken as (
    update viauma.import_run set state = 'broken'
    where source = :source and state = 'running' and id <> :run
    returning started_at
)
select max(started_at) from broken

-- name: keep_finer_shapes
-- A shape in a file of ours, which names the place by its id, is told to seven decimals of a degree
-- (a centimetre): one that is the known one so rounded is no news.
update pg_temp.draft_place d
set geom = p.geom
from viauma.place p
where p.source = d.source and p.source_id = d.source_id and p.id = d.id
  and st_asbinary(p.geom) <> st_asbinary(d.geom)
  and st_npoints(p.geom) = st_npoints(d.geom)
  and st_asgeojson(p.geom, 7) = st_asgeojson(d.geom, 7)

-- name: drop_what_was_made_of_several
-- Takes away staged places that a file of ours, which names them by their ids, tells as they are here,
-- where several sources speak of them; answers how many.
with dropped as (
    delete from pg_temp.draft_place d
    using viauma.place p
    where p.source = d.source and p.source_id = d.source_id and p.id = d.id
      and p.provenance is not null
      and (p.slug, p.names, p.texts, p.category, p.is_site, p.is_facility, st_asbinary(p.geom),
           p.municipality, p.municipality_basis, p.street, p.postcode, p.city, p.status,
           p.attributes, p.opening_hours, p.website, p.identifiers, p.licence, p.attribution,
           p.observed_on)
          is not distinct from
          (d.slug, d.names, d.texts, d.category, d.is_site, d.is_facility, st_asbinary(d.geom),
           d.municipality, d.municipality_basis, d.street, d.postcode, d.city, d.status,
           d.attributes, d.opening_hours, d.website, d.identifiers, d.licence, d.attribution,
           d.observed_on)
    returning 1
)
select count(*) from dropped

-- name: drop_taken_ids
-- A staged place whose id another place has, or another staged one that comes before it, is the same
-- as none by its id: a new one gets an id of its own.
with alike as (
    select d.source, d.source_id,
        row_number() over (partition by d.id order by d.source, d.source_id) > 1 or exists (
            select from viauma.place p
            where p.id = d.id and (p.source, p.source_id) <> (d.source, d.source_id)
        ) as is_taken
    from pg_temp.draft_place d
    where d.id is not null
)
update pg_temp.draft_place d
set id = null
from alike
where alike.is_taken and alike.source = d.source and alike.source_id = d.source_id

-- name: keep_known_slugs
-- A staged place that is here already keeps its address, unless the draft names the place by its id
-- and an address that no other has or shall have.
update pg_temp.draft_place d
set slug = p.slug
from viauma.place p
where p.source = d.source and p.source_id = d.source_id and p.slug <> d.slug
  and (
      d.id is distinct from p.id
      or exists (select from viauma.place o where o.slug = d.slug)
      or d.slug in (select slug from pg_temp.draft_place group by slug having count(*) > 1)
  )

-- name: part_equal_slugs
-- New staged places whose address another place has, or shall have, get one of their own.
with alike as (
    select source, source_id,
        row_number() over (partition by slug order by source, source_id) as nth,
        first_value(exists (
            select from viauma.place p where p.slug = d.slug
        )) over (partition by slug) as is_taken
    from pg_temp.draft_place d
)
update pg_temp.draft_place d
set slug = d.slug || '-' || left(md5(d.source || ' ' || d.source_id), 8)
from alike
where (alike.is_taken or alike.nth > 1)
  and alike.source = d.source and alike.source_id = d.source_id
  and not exists (
      select from viauma.place p where p.source = d.source and p.source_id = d.source_id
  )

-- name: create_set_aside
-- Room for the rows of a file that are not stored; lives until the transaction ends.
create temporary table set_aside (
    source_id text, row_key text, fingerprint text, row_number int, is_decided boolean,
    raw jsonb, draft jsonb, findings jsonb, nth int
) on commit drop

-- name: count_alike_rows
-- Numbers rows that say the same.
update pg_temp.set_aside s
set nth = alike.nth
from (
    select ctid, row_number() over (partition by row_key, fingerprint order by row_number) as nth
    from pg_temp.set_aside
) alike
where s.ctid = alike.ctid

-- name: supersede_quarantine
-- Rows that wait while their source (:source) says something else by now; of a file that was not
-- read whole (:whole), only those whose id it has. Answers how many.
with superseded as (
    update viauma.quarantine q
    set state = 'superseded'
    where q.source = :source and q.state = 'waiting'
      and not exists (
          select from pg_temp.set_aside s
          where not s.is_decided and s.row_key = q.row_key and s.fingerprint = q.fingerprint
            and s.nth = q.nth
      )
      and (
          :whole
          or exists (select from pg_temp.set_aside s where s.row_key = q.row_key)
          or exists (
              select from pg_temp.draft_place d
              where d.source = coalesce(q.draft ->> 'source', q.source)
                and d.source_id = q.source_id
          )
      )
    returning 1
)
select count(*) from superseded

-- name: refresh_quarantine
-- Rows that wait as before, of which more or else is known now (:source); answers how many.
with refreshed as (
    update viauma.quarantine q
    set draft = s.draft, findings = s.findings, row_number = s.row_number
    from pg_temp.set_aside s
    where q.source = :source and q.state = 'waiting' and not s.is_decided
      and s.row_key = q.row_key and s.fingerprint = q.fingerprint and s.nth = q.nth
      and (s.draft, s.findings, s.row_number)
          is distinct from (q.draft, q.findings, q.row_number)
    returning 1
)
select count(*) from refreshed

-- name: fill_quarantine
-- Rows that did not wait before (:source, :run); answers how many.
with filled as (
    insert into viauma.quarantine (
        run, source, source_id, row_key, fingerprint, nth, row_number, raw, draft, findings
    )
    select :run, :source, s.source_id, s.row_key, s.fingerprint, s.nth, s.row_number, s.raw,
        s.draft, s.findings
    from pg_temp.set_aside s
    where not s.is_decided and not exists (
        select from viauma.quarantine q
        where q.source = :source and q.state = 'waiting' and q.row_key = s.row_key
          and q.fingerprint = s.fingerprint and q.nth = s.nth
    )
    order by s.row_number
    returning 1
)
select count(*) from filled

-- name: mark_what_is_back
-- Statements of a source (:source) that it has again; answers of which places.
update viauma.place_statement s
set gone_since = null
where s.source = :source and s.gone_since is not null
  and (
      exists (
          select from pg_temp.draft_place d
          where d.source = s.source and d.source_id = s.source_id
      )
      or exists (select from pg_temp.set_aside a where a.source_id = s.source_id)
  )
returning s.place

-- name: mark_what_is_gone
-- Statements of a source (:source) that it has no longer (place_statement_pkey); answers of which
-- places.
update viauma.place_statement s
set gone_since = now()
where s.source = :source and s.gone_since is null
  and not exists (
      select from pg_temp.draft_place d
      where d.source = s.source and d.source_id = s.source_id
  )
  and not exists (select from pg_temp.set_aside a where a.source_id = s.source_id)
returning s.place

-- name: find_gone
-- Rows of a source (:source) that stand open and that the file lacks. A row speaks of the place that
-- it was merged into (root); another source may have that still (is_held).
create temporary table gone_place on commit drop as
with recursive gone as (
    select p.id, p.source_id
    from viauma.place p
    where p.source = :source and p.status <> 'closed'
      and not exists (
          select from pg_temp.draft_place d
          where d.source = p.source and d.source_id = p.source_id
      )
      and not exists (select from pg_temp.set_aside s where s.source_id = p.source_id)
), up as (
    select g.source_id, p.id, p.merged_into, p.status
    from gone g join viauma.place p using (id)
    union all
    select u.source_id, p.id, p.merged_into, p.status
    from up u join viauma.place p on p.id = u.merged_into
), down as (
    select distinct u.id as root, u.id from up u where u.merged_into is null
    union all
    select d.root, p.id from down d join viauma.place p on p.merged_into = d.id
), held as (
    select distinct d.root
    from down d join viauma.place_statement s on s.place = d.id
    where s.source <> 'register' and s.gone_since is null
)
select u.id as root, u.source_id, h.root is not null as is_held
from up u left join held h on h.root = u.id
where u.merged_into is null and u.status <> 'closed'

-- name: count_known_and_gone
-- How many rows of a source (:source) stand open, how many of them the file lacks, and how many of
-- those another source has still.
select
    (select count(*) from viauma.place p where p.source = :source and p.status <> 'closed') as known,
    count(*) as gone, count(*) filter (where g.is_held) as held
from pg_temp.gone_place g

-- name: propose_to_close
-- Proposes to close what the source (:source, :run) lacks and no other source has, unless somebody
-- declined it already; answers how many.
with proposed as (
    insert into viauma.closing_proposal (place, source, source_id, run)
    select g.root, :source, min(g.source_id), :run
    from pg_temp.gone_place g
    where not g.is_held
      and not exists (
          select from viauma.closing_proposal c
          where c.place = g.root and c.state in ('waiting', 'declined')
      )
    group by g.root
    order by min(g.source_id)
    returning 1
)
select count(*) from proposed

-- name: withdraw_proposals
-- What is back at its source (:source), or turns out to be another's as well, is no longer proposed to
-- be closed; what somebody declined may be proposed again when it is gone once more. Answers how many
-- were waiting.
with recursive family as (
    select c.id as proposal, c.place as id
    from viauma.closing_proposal c where c.state in ('waiting', 'declined')
    union
    select f.proposal, p.id from family f join viauma.place p on p.merged_into = f.id
), back as (
    update viauma.closing_proposal c
    set state = 'withdrawn'
    from viauma.closing_proposal old
    where old.id = c.id and c.state in ('waiting', 'declined')
      and (
          c.source = :source and (
              exists (
                  select from pg_temp.draft_place d
                  where d.source = c.source and d.source_id = c.source_id
              )
              or exists (select from pg_temp.set_aside s where s.source_id = c.source_id)
          )
          or exists (
              select from family f join viauma.place_statement s on s.place = f.id
              where f.proposal = c.id and s.source <> 'register' and s.gone_since is null
          )
      )
    returning old.state
)
select count(*) from back where state = 'waiting'
