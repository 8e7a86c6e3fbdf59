CREATE TABLE viauma.published_place (
    id UUID NOT NULL,
    key BIGINT NOT NULL,
    slug TEXT NOT NULL,
    name_sv TEXT,
    name_en TEXT,
    search_text TEXT NOT NULL,
    category TEXT NOT NULL,
    category_path TEXT[] NOT NULL,
    is_site BOOLEAN NOT NULL,
    is_facility BOOLEAN NOT NULL,
    municipality TEXT,
    status TEXT NOT NULL,
    attributes JSONB NOT NULL,
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    verified_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    geom public.geometry(GEOMETRY,4326) NOT NULL,
    geom_3857 public.geometry(GEOMETRY,3857) NOT NULL,
    feature TEXT NOT NULL,
    CONSTRAINT published_place_pkey PRIMARY KEY (id)
);

CREATE INDEX published_place_attributes_gin ON viauma.published_place USING gin (attributes jsonb_path_ops);
CREATE INDEX published_place_category_key_ix ON viauma.published_place (category, key, id);
CREATE INDEX published_place_geog_gist ON viauma.published_place USING gist ((geom::public.geography));
CREATE INDEX published_place_geom_3857_gist ON viauma.published_place USING gist (geom_3857);
CREATE INDEX published_place_geom_gist ON viauma.published_place USING gist (geom);
CREATE INDEX published_place_key_ix ON viauma.published_place (key, id);
CREATE INDEX published_place_municipality_key_ix ON viauma.published_place (municipality, category, key, id);
CREATE INDEX published_place_municipality_order_ix ON viauma.published_place (municipality, key, id);
CREATE INDEX published_place_path_gin ON viauma.published_place USING gin (category_path);
CREATE INDEX published_place_search_trgm ON viauma.published_place USING gin (search_text public.gin_trgm_ops);
CREATE UNIQUE INDEX published_place_slug_ix ON viauma.published_place (slug);

COMMENT ON TABLE viauma.published_place IS 'Public places, ready to be sent; kept by trigger, made anew by rebuild';
COMMENT ON COLUMN viauma.published_place.id IS 'place.id';
COMMENT ON COLUMN viauma.published_place.key IS 'Position on a Hilbert curve: the default order of pages';
COMMENT ON COLUMN viauma.published_place.slug IS 'place.slug';
COMMENT ON COLUMN viauma.published_place.name_sv IS 'Name in Swedish';
COMMENT ON COLUMN viauma.published_place.name_en IS 'Name in English';
COMMENT ON COLUMN viauma.published_place.search_text IS 'Lower-cased names, slug and town';
COMMENT ON COLUMN viauma.published_place.category IS 'Key in the taxonomy';
COMMENT ON COLUMN viauma.published_place.category_path IS 'Keys from the root';
COMMENT ON COLUMN viauma.published_place.is_site IS 'Visitors go there';
COMMENT ON COLUMN viauma.published_place.is_facility IS 'Somebody runs it';
COMMENT ON COLUMN viauma.published_place.municipality IS 'SCB code';
COMMENT ON COLUMN viauma.published_place.status IS 'Status';
COMMENT ON COLUMN viauma.published_place.attributes IS 'Attributes';
COMMENT ON COLUMN viauma.published_place.source IS 'Where the row is from';
COMMENT ON COLUMN viauma.published_place.licence IS 'Licence';
COMMENT ON COLUMN viauma.published_place.updated_at IS 'Last change';
COMMENT ON COLUMN viauma.published_place.verified_at IS 'Last verification';
COMMENT ON COLUMN viauma.published_place.version IS 'place.version; a change of labels leaves it as it is';
COMMENT ON COLUMN viauma.published_place.geom IS 'EPSG:4326, lon lat';
COMMENT ON COLUMN viauma.published_place.geom_3857 IS 'EPSG:3857, for tiles; clipped to ±85.06° of latitude';
COMMENT ON COLUMN viauma.published_place.feature IS 'GeoJSON Feature, properties last';

-- What is published of a place. The wall between the register and strangers is this view.
create view viauma.publishable_place as
select
    p.id,
    _st_sortablehash(st_pointonsurface(p.geom)) as key,
    p.slug,
    p.names ->> 'sv' as name_sv,
    p.names ->> 'en' as name_en,
    lower(concat_ws(' ', p.names ->> 'sv', p.names ->> 'en', p.slug, p.city)) as search_text,
    p.category,
    c.path as category_path,
    p.is_site,
    p.is_facility,
    p.municipality,
    p.status,
    p.attributes,
    p.source,
    p.licence,
    p.updated_at,
    p.verified_at,
    p.version,
    p.geom,
    -- Web Mercator ends at 85.06 degrees; beyond it coordinates run away to infinity.
    case
        when st_ymin(p.geom) >= -85.06 and st_ymax(p.geom) <= 85.06 then st_transform(p.geom, 3857)
        else st_transform(st_intersection(p.geom, st_makeenvelope(-180, -85.06, 180, 85.06, 4326)), 3857)
    end as geom_3857,
    row_to_json((select f from (select
        'Feature' as type,
        p.id,
        st_asgeojson(p.geom, 7)::json as geometry,
        (select q from (select
            coalesce(p.names ->> 'sv', p.names ->> 'en') as name,
            p.names ->> 'sv' as name_sv,
            p.names ->> 'en' as name_en,
            p.texts ->> 'sv' as text_sv,
            p.texts ->> 'en' as text_en,
            p.slug,
            p.category,
            c.labels ->> 'sv' as category_sv,
            c.labels ->> 'en' as category_en,
            p.is_site,
            p.is_facility,
            p.status,
            p.municipality,
            m.name as municipality_name,
            p.municipality_basis,
            p.street,
            p.postcode,
            p.city,
            ow.names ->> 'sv' as owner,
            op.names ->> 'sv' as operator,
            p.opening_hours,
            p.website,
            p.attributes,
            p.identifiers,
            p.source,
            p.source_id,
            p.licence,
            p.attribution,
            p.observed_on,
            p.verified_at,
            p.updated_at,
            p.version
        ) q) as properties
    ) f))::text as feature
from viauma.place p
join viauma.category c on c.key = p.category
left join viauma.municipality m on m.code = p.municipality
left join viauma.organisation ow on ow.id = p.owner
left join viauma.organisation op on op.id = p.operator
where p.visibility = 'public' and p.status <> 'merged';
comment on view viauma.publishable_place is 'What published_place must hold, computed afresh';

-- Makes the published rows of these places true, and tells the feed what changed for readers.
create function viauma.publish(ids uuid[]) returns void
language plpgsql security definer set search_path = viauma, public, pg_temp set timezone = 'UTC' as $$
declare
    was uuid[];
    is_ uuid[];
begin
    -- Shared with other writers of places, excluded by a change of labels (see republish).
    perform pg_advisory_xact_lock_shared(hashtext('viauma.publish'));
    with gone as (
        delete from published_place using unnest(ids) as given (id)
        where published_place.id = given.id returning published_place.id
    )
    select coalesce(array_agg(id), '{}') into was from gone;
    with put as (
        insert into published_place
        -- In spatial order, so that neighbours on the map are neighbours on disk.
        select p.* from publishable_place p join unnest(ids) as given (id) using (id)
        order by p.key, p.id
        returning id
    )
    select coalesce(array_agg(id), '{}') into is_ from put;
    insert into change (collection, feature_id, kind)
    select 'places', coalesce(i.id, w.id)::text,
           case when w.id is null then 'created' when i.id is null then 'deleted' else 'updated' end
    from unnest(was) as w (id) full join unnest(is_) as i (id) on i.id = w.id
    order by coalesce(i.id, w.id);
end $$;

create function viauma.publish_written() returns trigger
language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        perform viauma.publish((select array_agg(id) from old_rows));
    elsif tg_op = 'INSERT' then
        perform viauma.publish((select array_agg(id) from new_rows));
    else
        perform viauma.publish((
            select array_agg(id) from (select id from old_rows union select id from new_rows) both_
        ));
    end if;
    return null;
end $$;

create trigger place_publish_insert after insert on viauma.place
    referencing new table as new_rows for each statement
    execute function viauma.publish_written();
create trigger place_publish_update after update on viauma.place
    referencing old table as old_rows new table as new_rows for each statement
    execute function viauma.publish_written();
create trigger place_publish_delete after delete on viauma.place
    referencing old table as old_rows for each statement
    execute function viauma.publish_written();

-- Labels stand in published rows: when one changes, the places that carry it are published anew.
-- The exclusive lock waits for writers that read the old label and holds off new ones.
create function viauma.republish() returns trigger
language plpgsql as $$
declare
    ids uuid[];
begin
    perform pg_advisory_xact_lock(hashtext('viauma.publish'));
    execute format(
        'select array_agg(p.id) from viauma.place p where %s in (select %I from new_rows)',
        tg_argv[0], tg_argv[1]
    ) into ids;
    if ids is not null then
        perform viauma.publish(ids);
    end if;
    return null;
end $$;

create trigger category_republish after update on viauma.category
    referencing new table as new_rows for each statement
    execute function viauma.republish('p.category', 'key');
create trigger municipality_republish after update on viauma.municipality
    referencing new table as new_rows for each statement
    execute function viauma.republish('p.municipality', 'code');
create trigger organisation_republish after update on viauma.organisation
    referencing new table as new_rows for each statement
    execute function viauma.republish('p.owner', 'id');
create trigger organisation_republish_operated after update on viauma.organisation
    referencing new table as new_rows for each statement
    execute function viauma.republish('p.operator', 'id');

create function viauma.rebuild_published_places() returns bigint
language plpgsql security definer set search_path = viauma, public, pg_temp set timezone = 'UTC' as $$
declare
    n bigint;
begin
    perform pg_advisory_xact_lock(hashtext('viauma.publish'));
    delete from published_place;
    insert into published_place select * from publishable_place order by key, id;
    get diagnostics n = row_count;
    return n;
end $$;

grant select on viauma.published_place to viauma_public;
