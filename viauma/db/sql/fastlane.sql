-- name: place_by_id
-- One public place by id, of a kind: place, site or facility (published_place_pkey).
select id, version, feature from viauma.published_place
where id = %(reference)s::uuid
  and case %(kind)s::text when 'site' then is_site when 'facility' then is_facility else true end

-- name: place_by_slug
-- One public place by slug, of a kind: place, site or facility (published_place_slug_ix).
select id, version, feature from viauma.published_place
where slug = %(reference)s
  and case %(kind)s::text when 'site' then is_site when 'facility' then is_facility else true end

-- name: municipality_page
-- A page of municipalities; area (WKB) may be null. A shape that is unknown matches every box.
select key, id, feature from viauma.published_municipality
where key > %(after_key)s
  and (%(area)s::bytea is null or geom is null
       or st_intersects(geom, st_setsrid(%(area)s::bytea::geometry, 4326)))
order by key limit %(limit)s

-- name: municipality_item
-- One municipality by code or slug.
select id, 1, feature from viauma.published_municipality
where id = %(reference)s or slug = %(reference)s

-- name: project_page
-- A page of projects; area (WKB) and time may be null. What is unknown matches every box and time.
select key, id, feature from viauma.published_project
where key > %(after_key)s
  and (%(area)s::bytea is null or geom is null
       or st_intersects(geom, st_setsrid(%(area)s::bytea::geometry, 4326)))
  and (not %(timed)s or during is null
       or during && daterange(%(from)s::date, %(until)s::date, '[]'))
order by key limit %(limit)s

-- name: project_item
-- One project by id or slug.
select id, 1, feature from viauma.published_project
where id::text = %(reference)s or slug = %(reference)s

-- name: ready
-- Whether the schema is there and published rows can be read.
select count(*) from (select 1 from viauma.published_place limit 1) one

-- name: extent_of_places
-- The box around all public places: west, south, east, north. Read from the root of
-- published_place_geom_gist, because a scan of a million rows takes a second; rounded outwards.
select floor(st_xmin(b)::numeric * 10000) / 10000::float8,
       floor(st_ymin(b)::numeric * 10000) / 10000::float8,
       ceil(st_xmax(b)::numeric * 10000) / 10000::float8,
       ceil(st_ymax(b)::numeric * 10000) / 10000::float8
from (select _postgis_index_extent('viauma.published_place', 'geom') as b) e

-- name: extent_of_municipalities
-- The box around all outlines: west, south, east, north.
select st_xmin(b), st_ymin(b), st_xmax(b), st_ymax(b)
from (select st_extent(geom) as b from viauma.published_municipality) e
