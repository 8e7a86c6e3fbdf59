-- name: municipality_refs
-- Every municipality in the public view, members first.
select id, name, slug, is_member, land_area_km2::float8, population, population_year
from viauma.published_municipality
order by key

-- name: municipality_features
-- Every municipality as a GeoJSON Feature, members first.
select feature from viauma.published_municipality order by key

-- name: store_municipality
-- Inserts a municipality, or updates it where something differs.
insert into viauma.municipality as m
    (code, slug, name, county, is_member, land_area_km2, geom, geom_source, geom_accuracy_m, source)
values
    (:code, :slug, :name, :county, :is_member, :land_area_km2,
     st_geomfromwkb(:wkb, 4326), :geom_source, :geom_accuracy_m, :source)
on conflict (code) do update
set slug = excluded.slug, name = excluded.name, county = excluded.county,
    is_member = excluded.is_member, land_area_km2 = excluded.land_area_km2,
    geom = excluded.geom, geom_source = excluded.geom_source,
    geom_accuracy_m = excluded.geom_accuracy_m, source = excluded.source, updated_at = now()
where (m.slug, m.name, m.county, m.is_member, m.land_area_km2, st_asbinary(m.geom),
       m.geom_source, m.geom_accuracy_m, m.source)
      is distinct from
      (excluded.slug, excluded.name, excluded.county, excluded.is_member, excluded.land_area_km2,
       st_asbinary(excluded.geom), excluded.geom_source, excluded.geom_accuracy_m, excluded.source)

-- name: store_population
-- Inserts the inhabitants of a year, or corrects them where they differ.
insert into viauma.municipality_population as p (municipality, year, population, source)
values (:municipality, :year, :population, :source)
on conflict (municipality, year) do update
set population = excluded.population, source = excluded.source
where (p.population, p.source) is distinct from (excluded.population, excluded.source)

-- name: municipality_areas
-- Every municipality in the public view with a point inside its outline and the box around it, of
-- which there are none where no outline is known; members first.
select id, slug, name,
    st_x(inside), st_y(inside),
    st_xmin(geom), st_ymin(geom), st_xmax(geom), st_ymax(geom)
from viauma.published_municipality
cross join lateral (select st_pointonsurface(geom) as inside) p
order by key
