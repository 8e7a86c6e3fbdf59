-- name: grid_cells
-- The cells of a kind within some ranges, as the read model has them (published_cell_cell_ix).
cells as (
    select
        cell,
        sum(count)::bigint as count,
        div(sum(sum_x), sum(count))::bigint as x,
        div(sum(sum_y), sum(count))::bigint as y,
        case when sum(count) = 1 then (
            lpad(to_hex(bit_xor(id_high)), 16, '0') || lpad(to_hex(bit_xor(id_low)), 16, '0')
        )::uuid end as id,
        case count(*) when 1 then (array_agg(attributes))[1]
            else viauma.merged_counts(array_agg(attributes)) end as attributes
    from unnest(%(firsts)s::bigint[], %(ends)s::bigint[]) as range (first, after)
    -- One walk along the index for each range: left to itself, the planner reads the whole level.
    cross join lateral (
        select * from viauma.published_cell
        where level = %(level)s::smallint and cell >= range.first and cell < range.after
        offset 0
    ) c
    where kinds & %(kind)s::smallint <> 0
    group by cell
    having sum(count) > 0
)

-- name: filtered_cells
-- The same of the places in `matched`, counted when asked for (published_place_geom_3857_gist).
standing as (
    select id, category,
        greatest(0, least(1073741823,
            floor((st_x(at) + 20037508.342789244) * 26.79325765539737)))::bigint as x,
        greatest(0, least(1073741823,
            floor((20037508.342789244 - st_y(at)) * 26.79325765539737)))::bigint as y
    from matched
    cross join lateral (select case
        when geometrytype(geom_3857) = 'POINT' and not st_isempty(geom_3857) then geom_3857
        else viauma.standing_point(geom, geom_3857) end as at) s
    where geom_3857 && st_makeenvelope(
            %(reach_west)s::float8, %(reach_south)s::float8,
            %(reach_east)s::float8, %(reach_north)s::float8, 3857)
        -- What lies beyond Web Mercator is counted at its edge.
        or (%(is_at_edge)s::boolean and st_isempty(geom_3857))
), counted as (
    select viauma.cell_of((x >> 15)::int, (y >> 15)::int) >> (2 * (15 - %(level)s::int)) as cell,
        category, count(*) as n, sum(x) as sum_x, sum(y) as sum_y, min(id::text) as id
    from standing
    group by 1, 2
), cells as (
    select
        cell,
        sum(n)::bigint as count,
        div(sum(sum_x), sum(n))::bigint as x,
        div(sum(sum_y), sum(n))::bigint as y,
        min(id)::uuid as id,
        jsonb_object_agg('count_' || category, n) || jsonb_build_object('category', substr(
            max((lpad(n::text, 10, '0') || category) collate "C"), 11)) as attributes
    from counted
    join unnest(%(firsts)s::bigint[], %(ends)s::bigint[]) as range (first, after)
        on counted.cell >= range.first and counted.cell < range.after
    group by cell
)

-- name: tile_of_cells
-- Cells as points in a tile; one that stands for a single place carries its id and names.
select st_asmvt(t, %(layer)s::text, 4096, 'geom', 'feature')
from (
    select
        case when p.id is null then (%(level)s::bigint << 48) | cell
            else ('x' || right(p.id::text, 12))::bit(48)::bigint end as feature,
        st_makepoint(u, v) as geom,
        c.count,
        p.id::text as id,
        p.name_sv,
        p.name_en,
        p.municipality,
        c.attributes
    from cells c
    -- Half a unit inside: no rounding can move it over the edge of its tile.
    cross join lateral (select st_transform(st_setsrid(st_makepoint(
        (c.x + 0.5) / 26.79325765539737 - 20037508.342789244,
        20037508.342789244 - (c.y + 0.5) / 26.79325765539737
    ), 3857), %(srid)s::int) as at) s
    cross join lateral (select
        floor((st_x(at) - %(west)s::float8) / (%(east)s::float8 - %(west)s::float8) * 4096) as u,
        floor((%(north)s::float8 - st_y(at)) / (%(north)s::float8 - %(south)s::float8) * 4096) as v
    ) q
    left join viauma.published_place p on c.count = 1 and p.id = c.id
    where u >= 0 and u < 4096 and v >= 0 and v < 4096
    order by cell
) t

-- name: tile_of_places
-- The places in `matched` as they are (published_place_geom_3857_gist).
select st_asmvt(t, %(layer)s::text, 4096, 'geom', 'feature')
from (
    select
        ('x' || right(id::text, 12))::bit(48)::bigint as feature,
        st_asmvtgeom(
            st_transform(geom_3857, %(srid)s::int),
            st_makebox2d(
                st_makepoint(%(west)s::float8, %(south)s::float8),
                st_makepoint(%(east)s::float8, %(north)s::float8)
            ), 4096, %(margin)s::int) as geom,
        1 as count,
        id::text as id,
        name_sv,
        name_en,
        municipality,
        category
    from matched
    where geom_3857 && st_makeenvelope(
        %(reach_west)s::float8, %(reach_south)s::float8,
        %(reach_east)s::float8, %(reach_north)s::float8, 3857)
    order by key, id
) t
where geom is not null

-- name: tile_of_layer
-- The outlines in `matched`, as finely as the tile can show them.
select st_asmvt(t, %(layer)s::text, 4096, 'geom', 'feature')
from (
    select
        ('x' || left(md5(id::text), 12))::bit(48)::bigint as feature,
        st_asmvtgeom(
            st_simplifypreservetopology(
                st_transform(geom, %(srid)s::int), (%(east)s::float8 - %(west)s::float8) / 2048),
            st_makebox2d(
                st_makepoint(%(west)s::float8, %(south)s::float8),
                st_makepoint(%(east)s::float8, %(north)s::float8)
            ), 4096, %(margin)s::int) as geom,
        id::text as id,
        slug,
        name
    from matched
    where geom && st_makeenvelope(
        %(reach_west)s::float8, %(reach_south)s::float8,
        %(reach_east)s::float8, %(reach_north)s::float8, 4326)
    order by key
) t
where geom is not null
