-- name: ask_for_places
-- Chooses the places whose duplicates are sought, with a box of :near_m metres around each: degrees
-- of longitude shrink towards the poles, and near them the box goes all around.
create temporary table asked on commit drop as
select p.id, p.geom, p.category, c.parent, p.names <> '{}' as is_named, p.identifiers,
       public.st_expand(
           p.geom,
           least(360, cast(:near_m as float8) / 111000 / greatest(0.001, cos(radians(least(89.9,
               greatest(abs(public.st_ymin(p.geom)), abs(public.st_ymax(p.geom)))))))),
           cast(:near_m as float8) / 110500
       ) as box
from viauma.place p join viauma.category c on c.key = p.category
where p.status <> 'merged'
  and (cast(:municipalities as text[]) is null or p.municipality = any(cast(:municipalities as text[])))
  and (cast(:sources as text[]) is null or p.source = any(cast(:sources as text[])))
  and (cast(:places as uuid[]) is null or p.id = any(cast(:places as uuid[])))
  and (cast(:since as timestamptz) is null or p.updated_at >= cast(:since as timestamptz))

-- name: places_just_created
-- Places of staged drafts that were new (place_source_key); no more than :most.
select p.id from pg_temp.new_place n join viauma.place p using (source, source_id) limit :most

-- name: pair_what_lies_near
-- Pairs of an asked place and another whose box touches: of the same kind or a sibling of it, or of any
-- kind if both have names. One index scan for each asked place (place_geom_gist).
create temporary table near_pair on commit drop as
select a.id as a, b.id as b
from pg_temp.asked a
join viauma.place b on b.geom operator(public.&&) a.box
join viauma.category cb on cb.key = b.category
where b.id <> a.id and b.status <> 'merged'
  and (cb.key = a.category or cb.parent = a.parent or a.is_named and b.names <> '{}')
  and not (b.id < a.id and exists (select from pg_temp.asked o where o.id = b.id))

-- name: pair_what_shares_identifiers
-- Adds pairs that share an identifier, wherever they are: all identifiers are read once, and only if an
-- asked place has any.
with sought as materialized (
    select a.id, i.key, i.value
    from pg_temp.asked a cross join lateral jsonb_each_text(a.identifiers) i
)
insert into pg_temp.near_pair (a, b)
select s.id, p.id
from viauma.place p
cross join lateral jsonb_each_text(p.identifiers) i
join sought s on s.key = i.key and s.value = i.value
where (select count(*) from sought) > 0 and p.identifiers <> '{}' and p.status <> 'merged'
  and p.id <> s.id
  and not (p.id < s.id and exists (select from pg_temp.asked o where o.id = p.id))

-- name: pairs_that_may_be_one
-- Those pairs, each once, with what is measured between them: within :near_m of the same kind or a
-- sibling of it, within :beside_m of any kind if both have names, and those that share an identifier
-- (place_pkey).
with pairs as (
    select distinct a, b from pg_temp.near_pair
), measured as (
    select p.a, p.b, a.category = b.category as is_same,
           ca.parent is not null and ca.parent = cb.parent as is_sibling,
           public.st_distance(a.geom::public.geography, b.geom::public.geography) as distance_m
    from pairs p
    join viauma.place a on a.id = p.a join viauma.place b on b.id = p.b
    join viauma.category ca on ca.key = a.category join viauma.category cb on cb.key = b.category
)
select m.a, m.b, m.distance_m, m.is_same, m.is_sibling,
       a.names as a_names, a.attributes as a_attributes, a.identifiers as a_identifiers,
       a.source as a_source, 'trails' = any(ca.path) as a_is_trail,
       b.names as b_names, b.attributes as b_attributes, b.identifiers as b_identifiers,
       b.source as b_source, 'trails' = any(cb.path) as b_is_trail,
       l.length_ratio, l.apart_m, alone.is_alone
from measured m
join viauma.place a on a.id = m.a join viauma.place b on b.id = m.b
join viauma.category ca on ca.key = a.category join viauma.category cb on cb.key = b.category
left join lateral (
    select least(la, lb) / nullif(greatest(la, lb), 0) as length_ratio,
           -- Of degrees of latitude: longer than it is across, never shorter.
           public.st_hausdorffdistance(a.geom, b.geom) * 111000 as apart_m
    from (select public.st_length(a.geom::public.geography) as la,
                 public.st_length(b.geom::public.geography) as lb) lengths
    where a.geometry_kind = 'line' and b.geometry_kind = 'line'
) l on true
cross join lateral (
    select m.is_same and a.source <> b.source and (a.names = '{}' or b.names = '{}') and not exists (
        select from viauma.place c
        where c.geom operator(public.&&) public.st_expand(public.st_collect(a.geom, b.geom), 0.008, 0.0025)
          and c.category = a.category and c.status <> 'merged' and c.id not in (a.id, b.id)
          and (c.source <> a.source and public.st_distance(
                   c.geom::public.geography, a.geom::public.geography) < m.distance_m
            or c.source <> b.source and public.st_distance(
                   c.geom::public.geography, b.geom::public.geography) < m.distance_m)
    ) as is_alone
) alone
where m.distance_m <= :near_m and (m.is_same or m.is_sibling)
   or m.distance_m <= :beside_m and a.names <> '{}' and b.names <> '{}'
   or exists (select from jsonb_each_text(a.identifiers) i where b.identifiers ->> i.key = i.value)

-- name: take_over_pairs
-- Keeps the staged pairs as open ones, leaves decided ones alone, and forgets open ones of asked places
-- that are no longer found. A pair keeps the import (:run) that made it one first. Answers how many are
-- open among the staged ones.
with gone as (
    delete from viauma.duplicate_pair p
    where p.standing = 'open'
      and (p.one in (select id from pg_temp.asked) or p.two in (select id from pg_temp.asked))
      and not exists (
          select from pg_temp.draft_duplicate_pair d where d.one = p.one and d.two = p.two)
), put as (
    insert into viauma.duplicate_pair as p (one, two, score, parts, run)
    select d.one, d.two, d.score, d.parts, cast(:run as uuid) from pg_temp.draft_duplicate_pair d
    on conflict (one, two) do update set score = excluded.score, parts = excluded.parts
    where p.standing = 'open' and (p.score, p.parts) is distinct from (excluded.score, excluded.parts)
)
select count(*) from pg_temp.draft_duplicate_pair d
where not exists (
    select from viauma.duplicate_pair p
    where p.one = d.one and p.two = d.two and p.standing <> 'open')

-- name: listed_pairs
-- Pairs of a standing, the likeliest first; of asked places only, where any are asked for.
select p.one, p.two, p.score, p.parts, p.standing, p.why,
       a.slug as one_slug, coalesce(a.names ->> 'sv', a.names ->> 'en') as one_name,
       a.category as one_category, a.source as one_source,
       b.slug as two_slug, coalesce(b.names ->> 'sv', b.names ->> 'en') as two_name,
       b.category as two_category, b.source as two_source,
       public.st_distance(a.geom::public.geography, b.geom::public.geography) as distance_m
from viauma.duplicate_pair p
join viauma.place a on a.id = p.one join viauma.place b on b.id = p.two
where p.standing = :standing and coalesce(p.score, 0) >= :min_score
  and (cast(:run as uuid) is null or p.run = cast(:run as uuid))
  and (p.standing <> 'open' or a.status <> 'merged' and b.status <> 'merged')
  and (cast(:places as uuid[]) is null
       or p.one = any(cast(:places as uuid[])) or p.two = any(cast(:places as uuid[])))
order by p.score desc nulls last, p.one, p.two
limit :limit

-- name: decide_pair
-- Says what a pair is: open again, dismissed or merged.
insert into viauma.duplicate_pair as p (one, two, standing, why)
values (least(cast(:a as uuid), cast(:b as uuid)), greatest(cast(:a as uuid), cast(:b as uuid)),
        :standing, :why)
on conflict (one, two) do update set standing = excluded.standing, why = excluded.why

-- name: status_before_merger
-- What a merged place was before, by the ledger (revision_entity_ix).
select data ->> 'status' from viauma.revision
where entity = 'place' and entity_id = :place and data ->> 'status' <> 'merged'
order by id desc limit 1
