-- name: state
-- A fingerprint of what was written last (revision_pkey).
select fingerprint from viauma.published_state

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

-- name: spread_of_places
-- How many public places there are, as far as the statistics know (-1: not at all yet), and the box
-- around them as in extent_of_places.
select reltuples::float8, st_xmin(b), st_ymin(b), st_xmax(b), st_ymax(b)
from pg_catalog.pg_class, (select _postgis_index_extent('viauma.published_place', 'geom') as b) e
where oid = 'viauma.published_place'::pg_catalog.regclass

-- name: extent_of_municipalities
-- The box around all outlines: west, south, east, north; rounded outwards, as Features are rounded.
select floor(st_xmin(b)::numeric * 10000) / 10000::float8,
       floor(st_ymin(b)::numeric * 10000) / 10000::float8,
       ceil(st_xmax(b)::numeric * 10000) / 10000::float8,
       ceil(st_ymax(b)::numeric * 10000) / 10000::float8
from (select st_extent(geom) as b from viauma.published_municipality) e
