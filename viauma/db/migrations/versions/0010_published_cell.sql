-- How many public places lie where: docs/decisions/0007-low-zoom-tiles.md says why it is so made.
-- Rows only ever add up. A write appends what it adds and takes away and waits for nobody; what
-- has been appended is folded now and then by whoever writes next.

CREATE TABLE viauma.published_cell (
    level SMALLINT NOT NULL,
    cell BIGINT NOT NULL,
    kinds SMALLINT NOT NULL,
    count INTEGER NOT NULL,
    sum_x BIGINT NOT NULL,
    sum_y BIGINT NOT NULL,
    id_high BIGINT NOT NULL,
    id_low BIGINT NOT NULL,
    attributes JSONB NOT NULL,
    is_folded BOOLEAN NOT NULL
);

CREATE INDEX published_cell_cell_ix ON viauma.published_cell (level, cell);
CREATE INDEX published_cell_unfolded_ix ON viauma.published_cell (level, cell) WHERE not is_folded;

COMMENT ON TABLE viauma.published_cell IS 'Counts of public places by cell of a grid; rows of a cell add up; kept by trigger';
COMMENT ON COLUMN viauma.published_cell.level IS 'The Web Mercator square has 2^level cells on each side';
COMMENT ON COLUMN viauma.published_cell.cell IS 'Column and row from the north-west, their bits interleaved';
COMMENT ON COLUMN viauma.published_cell.kinds IS 'Whom the row counts: 1 all, 2 sites, 4 facilities, 8 trails';
COMMENT ON COLUMN viauma.published_cell.count IS 'How many places; negative: so many fewer';
COMMENT ON COLUMN viauma.published_cell.sum_x IS 'Sum of their positions from the west, in 2^-30 of the square';
COMMENT ON COLUMN viauma.published_cell.sum_y IS 'Sum of their positions from the north';
COMMENT ON COLUMN viauma.published_cell.id_high IS 'Their ids, first halves, by exclusive or: of one place, its own';
COMMENT ON COLUMN viauma.published_cell.id_low IS 'Their ids, second halves';
COMMENT ON COLUMN viauma.published_cell.attributes IS 'count_… by category, and category, the most frequent';
COMMENT ON COLUMN viauma.published_cell.is_folded IS 'Whether it is the sum of earlier rows';

grant select on viauma.published_cell to viauma_public;

-- Interleaves the bits of a column and a row (15 bits each): cells of a tile become a range.
create function viauma.cell_of(x integer, y integer) returns bigint
language plpgsql immutable strict parallel safe as $$
declare
    a bigint := x;
    b bigint := y;
begin
    a := (a | (a << 8)) & 16711935;     b := (b | (b << 8)) & 16711935;
    a := (a | (a << 4)) & 252645135;    b := (b | (b << 4)) & 252645135;
    a := (a | (a << 2)) & 858993459;    b := (b | (b << 2)) & 858993459;
    a := (a | (a << 1)) & 1431655765;   b := (b | (b << 1)) & 1431655765;
    return a | (b << 1);
end $$;
comment on function viauma.cell_of(integer, integer) is 'Bits of column and row interleaved';

-- Adds up the attributes of several rows of one cell.
create function viauma.merged_counts(parts jsonb[]) returns jsonb
language sql immutable strict parallel safe as $$
    select coalesce(
        jsonb_object_agg(key, n) || jsonb_build_object('category', substr(
            max((lpad(n::text, 10, '0') || substr(key, 7)) collate "C"), 11
        )), '{}')
    from (
        select key, sum(value::bigint)::bigint as n
        from unnest(parts) part, jsonb_each_text(part)
        where key <> 'category' group by key having sum(value::bigint) <> 0
    ) counted
$$;
comment on function viauma.merged_counts(jsonb[]) is 'The sum of several attributes of cells';

-- Where a shape that is no point stands: inside itself, and where Web Mercator ends, at its edge.
create function viauma.standing_point(geom public.geometry, geom_3857 public.geometry)
returns public.geometry
language plpgsql immutable strict parallel safe set search_path = public, pg_temp as $$
declare
    inside geometry;
begin
    if not st_isempty(geom_3857) then
        return st_pointonsurface(geom_3857);
    end if;
    inside := st_pointonsurface(geom);
    return st_transform(
        st_setsrid(st_makepoint(st_x(inside), 85.06 * sign(st_y(inside))), 4326), 3857);
end $$;
comment on function viauma.standing_point(public.geometry, public.geometry)
    is 'The one position of a place, EPSG:3857';

-- The statement that appends to the grid what some rows of published_place add (sign 1) or take
-- away (sign -1). As text, because only a trigger's own statements see its transition tables.
create function viauma.cells_statement(source text) returns text
language plpgsql immutable as $$
declare
    sums constant text := 'sum(n)::int as n, sum(sum_x)::bigint as sum_x, sum(sum_y)::bigint as sum_y, '
        'bit_xor(high) as high, bit_xor(low) as low';
    coarser text := '';
    every text := 'select 15 as level, * from level_15';
begin
    -- Each level is made from the one below it, four times as fine, not from the places.
    for level in reverse 13..5 by 2 loop
        coarser := coarser || format(
            ', level_%s as materialized (select cell >> 4 as cell, kinds, category, %s '
            'from level_%s group by 1, 2, 3)', level, sums, level + 2);
        every := every || format(' union all select %s, * from level_%1$s', level);
    end loop;
    return format($sql$
with standing as (
    select sign, category, id,
        1 | (is_site::int << 1) | (is_facility::int << 2)
          | ((category_path @> array['trails'])::int << 3) as kinds,
        greatest(0, least(1073741823,
            floor((st_x(at) + 20037508.342789244) * 26.79325765539737)))::bigint as x,
        greatest(0, least(1073741823,
            floor((20037508.342789244 - st_y(at)) * 26.79325765539737)))::bigint as y
    from (%s) p
    cross join lateral (select case
        when geometrytype(geom_3857) = 'POINT' and not st_isempty(geom_3857) then geom_3857
        else viauma.standing_point(geom, geom_3857) end as at) s
), finest as materialized (
    select (x >> 15)::int as x, (y >> 15)::int as y, kinds, category,
        sum(sign)::int as n, sum(sign * x)::bigint as sum_x, sum(sign * y)::bigint as sum_y,
        bit_xor(('x' || left(hex, 16))::bit(64)::bigint) as high,
        bit_xor(('x' || right(hex, 16))::bit(64)::bigint) as low
    from standing cross join lateral (select replace(id::text, '-', '') as hex) h
    group by 1, 2, 3, 4
), level_15 as materialized (
    select viauma.cell_of(x, y) as cell, kinds, category, n, sum_x, sum_y, high, low from finest
    where (n, sum_x, sum_y, high, low) <> (0, 0, 0, 0, 0)
) %s, counted as (
    select level, cell, kind, category, %s
    from (%s) levels join (values (1), (2), (4), (8)) k (kind) on kinds & kind <> 0
    group by 1, 2, 3, 4
), described as (
    select level, cell, kind, %3$s,
        coalesce(jsonb_object_agg('count_' || category, n) filter (where n <> 0)
            || jsonb_build_object('category', substr(
                max((lpad(n::text, 10, '0') || category) collate "C"), 11)), '{}') as attributes
    from counted group by 1, 2, 3
)
insert into viauma.published_cell
-- Where two kinds say the same, they say it in one row.
select level, cell, bit_or(kind), n, sum_x, sum_y, high, low, attributes, false
from described
where (n, sum_x, sum_y, high, low) <> (0, 0, 0, 0, 0) or attributes <> '{}'
group by level, cell, n, sum_x, sum_y, high, low, attributes
order by level, cell
$sql$, source, coarser, sums, every);
end $$;

-- Folds appended rows into the sums of their cells, at most so many; answers how many it took.
-- One transaction at a time does it, and nobody waits for it.
create function viauma.fold_published_cells(most bigint default 2000) returns bigint
language plpgsql security definer set search_path = viauma, public, pg_temp as $$
declare
    taken bigint;
begin
    -- With an older snapshot rows that another has folded would still be seen.
    if current_setting('transaction_isolation') <> 'read committed'
        or not pg_try_advisory_xact_lock(hashtext('viauma.fold_published_cells')) then
        return 0;
    end if;
    with due as (
        select distinct level, cell from (
            select level, cell from published_cell where not is_folded
            order by level, cell limit most
        ) waiting
    ), gone as (
        delete from published_cell c using due d where c.level = d.level and c.cell = d.cell
        returning c.*
    ), folded as (
        insert into published_cell
        select level, cell, bit_or(kind), n, sum_x, sum_y, high, low, attributes, true
        from (
            select level, cell, kind, sum(count)::int as n,
                sum(sum_x)::bigint as sum_x, sum(sum_y)::bigint as sum_y,
                bit_xor(id_high) as high, bit_xor(id_low) as low,
                case count(*) when 1 then (array_agg(attributes))[1]
                    else merged_counts(array_agg(attributes)) end as attributes
            from gone join (values (1), (2), (4), (8)) k (kind) on kinds & kind <> 0
            group by level, cell, kind
            having sum(count) <> 0
        ) summed
        group by level, cell, n, sum_x, sum_y, high, low, attributes
    )
    select count(*) into taken from gone;
    return taken;
end $$;

-- Appends to the grid what a statement has done to published places.
create function viauma.count_published() returns trigger
language plpgsql security definer set search_path = viauma, public, pg_temp as $$
declare
    appended bigint;
    waiting bigint;
begin
    -- A rebuild counts once, at its end.
    if current_setting('viauma.counting', true) = 'later' then
        return null;
    end if;
    execute cells_statement(case tg_op
        when 'INSERT' then 'select 1 as sign, * from new_rows'
        when 'DELETE' then 'select -1 as sign, * from old_rows'
        else 'select 1 as sign, * from new_rows union all select -1, * from old_rows' end);
    get diagnostics appended = row_count;
    select count(*) into waiting
    from (select 1 from published_cell where not is_folded limit 2000) found;
    if waiting = 2000 then
        -- Twice what was added, so that what waits does not grow for ever.
        perform fold_published_cells(greatest(2000, 2 * appended));
    end if;
    return null;
end $$;

create trigger published_place_count_insert after insert on viauma.published_place
    referencing new table as new_rows for each statement
    execute function viauma.count_published();
create trigger published_place_count_update after update on viauma.published_place
    referencing old table as old_rows new table as new_rows for each statement
    execute function viauma.count_published();
create trigger published_place_count_delete after delete on viauma.published_place
    referencing old table as old_rows for each statement
    execute function viauma.count_published();

-- Emptying the table takes the counts along, in the order of locks that a rebuild has.
create function viauma.forget_published() returns trigger
language plpgsql security definer set search_path = viauma, public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtext('viauma.publish'));
    perform pg_advisory_xact_lock(hashtext('viauma.fold_published_cells'));
    delete from published_cell;
    return null;
end $$;
create trigger published_place_count_truncate before truncate on viauma.published_place
    for each statement execute function viauma.forget_published();

create function viauma.rebuild_published_cells() returns void
language plpgsql security definer set search_path = viauma, public, pg_temp as $$
begin
    -- In this order everywhere: no writer is at work, then nobody is folding.
    perform pg_advisory_xact_lock(hashtext('viauma.publish'));
    perform pg_advisory_xact_lock(hashtext('viauma.fold_published_cells'));
    delete from published_cell;
    execute cells_statement('select 1 as sign, * from viauma.published_place');
    update published_cell set is_folded = true;
end $$;

create or replace function viauma.rebuild_published_places() returns bigint
language plpgsql security definer
set search_path = viauma, public, pg_temp set timezone = 'UTC' as $$
declare
    n bigint;
begin
    perform pg_advisory_xact_lock(hashtext('viauma.publish'));
    perform set_config('viauma.counting', 'later', true);
    delete from published_place;
    insert into published_place select * from publishable_place order by key, id;
    get diagnostics n = row_count;
    perform set_config('viauma.counting', '', true);
    perform rebuild_published_cells();
    return n;
end $$;

select viauma.rebuild_published_cells();

revoke execute on function viauma.cell_of(integer, integer), viauma.merged_counts(jsonb[]),
    viauma.standing_point(public.geometry, public.geometry), viauma.cells_statement(text),
    viauma.fold_published_cells(bigint), viauma.count_published(), viauma.forget_published(),
    viauma.rebuild_published_cells() from public;
grant execute on function viauma.cell_of(integer, integer), viauma.merged_counts(jsonb[]),
    viauma.standing_point(public.geometry, public.geometry) to viauma_public;
