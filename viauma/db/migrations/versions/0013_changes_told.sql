-- Processes keep answers until something changes; this tells them, when the change is committed.
-- Channel viauma_published (viauma.db.changes): boxes `west,south,east,north` in degrees with `;`
-- between, or `*` for everything.

create function viauma.box_text(box box2d) returns text
language sql immutable parallel safe as $$
    select concat_ws(',', st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box))
$$;

-- Says where published places were or are now. Many are told as one box: a notification holds 8 kB.
create function viauma.tell_where() returns trigger
language plpgsql as $$
declare
    told text;
begin
    if (select count(*) from (select from changed limit 51) few) <= 50 then
        select string_agg(viauma.box_text(box2d(geom)), ';') into told from changed;
    else
        select viauma.box_text(st_extent(geom)) into told from changed;
    end if;
    if told is not null then
        perform pg_notify('viauma_published', told);
    end if;
    return null;
end $$;

create trigger published_place_tell_insert after insert on viauma.published_place
    referencing new table as changed for each statement execute function viauma.tell_where();
create trigger published_place_tell_delete after delete on viauma.published_place
    referencing old table as changed for each statement execute function viauma.tell_where();

create function viauma.tell_all() returns trigger
language plpgsql as $$
begin
    perform pg_notify('viauma_published', '*');
    return null;
end $$;

do $$
declare
    table_ text;
begin
    foreach table_ in array array[
        'category', 'category_geometry', 'municipality', 'municipality_population', 'organisation',
        'project', 'project_party', 'project_budget_line', 'project_funding', 'project_contact',
        'project_milestone', 'project_municipality', 'project_category', 'project_place'
    ] loop
        execute format(
            'create trigger %1$s_tell after insert or update or delete on viauma.%1$I '
            'for each statement execute function viauma.tell_all()', table_);
    end loop;
end $$;
