-- name: count_known_drafts
-- How many staged places are here already, by source and source_id (place_source_key).
select count(*)
from pg_temp.draft_place d
join viauma.place p using (source, source_id)

-- name: update_places_from_drafts
-- Takes over staged places that say something new, of some pages of the stage (from :first up to
-- :beyond, positions of rows like (0,0)); answers how many.
-- The id never changes, and a slug only when the draft is another one (place_source_key).
-- The table takes provenance as it is staged: null where one source gives all.
-- A merged place is left as it is, and a draft without visibility leaves that as it is.
with changed as (
    update viauma.place p
    set slug = d.slug, names = d.names, texts = d.texts, category = d.category,
        is_site = d.is_site, is_facility = d.is_facility, geom = d.geom,
        municipality = d.municipality, municipality_basis = d.municipality_basis,
        street = d.street, postcode = d.postcode, city = d.city, status = d.status,
        visibility = coalesce(d.visibility, p.visibility), attributes = d.attributes,
        opening_hours = d.opening_hours, website = d.website, identifiers = d.identifiers, licence = d.licence,
        attribution = d.attribution, observed_on = d.observed_on, provenance = d.provenance
    from pg_temp.draft_place d
    where p.source = d.source and p.source_id = d.source_id and p.status <> 'merged'
      and d.ctid >= cast(:first as tid) and d.ctid < cast(:beyond as tid)
      and (p.slug, p.names, p.texts, p.category, p.is_site, p.is_facility,
           st_asbinary(p.geom), p.municipality, p.municipality_basis, p.street, p.postcode,
           p.city, p.status, p.visibility, p.attributes, p.opening_hours, p.website,
           p.identifiers, p.licence, p.attribution, p.observed_on, p.provenance)
          is distinct from
          (d.slug, d.names, d.texts, d.category, d.is_site, d.is_facility,
           st_asbinary(d.geom), d.municipality, d.municipality_basis, d.street, d.postcode,
           d.city, d.status, coalesce(d.visibility, p.visibility), d.attributes, d.opening_hours,
           d.website, d.identifiers, d.licence, d.attribution, d.observed_on, d.provenance)
    returning 1
)
select count(*) from changed

-- name: pages_of_drafts
-- How many pages the staged places fill.
select pg_relation_size('pg_temp.draft_place') / cast(current_setting('block_size') as int)

-- name: sort_new_drafts
-- Sets the staged places that are new here in spatial order, as they shall lie on disk.
create temporary table new_place on commit drop as
select d.*
from pg_temp.draft_place d
where not exists (
    select from viauma.place p where p.source = d.source and p.source_id = d.source_id
)
order by d.geom

-- name: pages_of_new_drafts
-- How many pages the sorted drafts fill.
select pg_relation_size('pg_temp.new_place') / cast(current_setting('block_size') as int)

-- name: create_places_from_drafts
-- Takes over the sorted drafts of some pages (from :first up to :beyond, positions of rows like
-- (0,0)), found by the position; answers how many.
with created as (
    insert into viauma.place (
        id, slug, names, texts, category, is_site, is_facility, geom, municipality,
        municipality_basis, street, postcode, city, status, visibility, attributes,
        opening_hours, website, identifiers, source, source_id, licence, attribution, observed_on
    )
    select
        coalesce(d.id, viauma.uuid7()), d.slug, d.names, d.texts, d.category, d.is_site,
        d.is_facility, d.geom, d.municipality, d.municipality_basis, d.street, d.postcode,
        d.city, d.status, coalesce(d.visibility, 'public'), d.attributes, d.opening_hours,
        d.website, d.identifiers, d.source, d.source_id, d.licence, d.attribution, d.observed_on
    from pg_temp.new_place d
    where d.ctid >= cast(:first as tid) and d.ctid < cast(:beyond as tid)
    returning 1
)
select count(*) from created

-- name: count_places_up_to
-- How many places there are, counted no further than :most.
select count(*) from (select from viauma.place limit :most) seen
