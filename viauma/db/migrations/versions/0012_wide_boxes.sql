-- A box with many places is read along the curve instead of sorted (viauma.places.boxes).

-- How many places the planner expects in an area, by its own statistics; null while there are none.
create function viauma.expected_places(area geometry) returns double precision
language plpgsql stable parallel unsafe as $$
begin
    return public._postgis_selectivity('viauma.published_place', 'geom', area)
        * (select reltuples from pg_catalog.pg_class
           where oid = 'viauma.published_place'::pg_catalog.regclass);
exception when others then
    -- (Catching a fault takes a subtransaction, which parallel queries have none of.)
    -- Statistics are made by ANALYZE; a table that is new has none, and PostGIS calls that a fault.
    return null;
end $$;
comment on function viauma.expected_places(geometry) is
    'How many places the statistics expect in an area (EPSG:4326); null: no statistics yet';
revoke execute on function viauma.expected_places(geometry) from public;
grant execute on function viauma.expected_places(geometry) to viauma_public;

-- A line or a polygon reaches beyond the point that its key is made of.
CREATE INDEX published_place_extended_gist ON viauma.published_place USING gist (geom) WHERE public.st_dimension(geom) > 0;
