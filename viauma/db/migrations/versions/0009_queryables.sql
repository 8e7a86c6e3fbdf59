-- What a filter may name and a page may be sorted by stands in columns of its own.

alter table viauma.published_place
    -- As people in Sweden sort names: å, ä and ö come last.
    add column name text collate "sv-x-icu",
    add column municipality_name text,
    add column city text,
    add column owner text,
    add column operator text,
    add column opening_hours text,
    add column website text;

COMMENT ON COLUMN viauma.published_place.name IS 'Name in Swedish, or else in English';
COMMENT ON COLUMN viauma.published_place.municipality_name IS 'Name of the municipality';
COMMENT ON COLUMN viauma.published_place.city IS 'Postal town';
COMMENT ON COLUMN viauma.published_place.owner IS 'Name of the owner';
COMMENT ON COLUMN viauma.published_place.operator IS 'Name of who runs it';
COMMENT ON COLUMN viauma.published_place.opening_hours IS 'OSM syntax';
COMMENT ON COLUMN viauma.published_place.website IS 'Address of the place''s own page';

create or replace view viauma.publishable_place as
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
    ) f))::text as feature,
    coalesce(p.names ->> 'sv', p.names ->> 'en') as name,
    m.name as municipality_name,
    p.city,
    ow.names ->> 'sv' as owner,
    op.names ->> 'sv' as operator,
    p.opening_hours,
    p.website
from viauma.place p
join viauma.category c on c.key = p.category
left join viauma.municipality m on m.code = p.municipality
left join viauma.organisation ow on ow.id = p.owner
left join viauma.organisation op on op.id = p.operator
where p.visibility = 'public' and p.status <> 'merged';

CREATE INDEX published_place_name_ix ON viauma.published_place USING btree (name, id);
CREATE INDEX published_place_updated_ix ON viauma.published_place USING btree (updated_at, id);

select viauma.rebuild_published_places();

create or replace view viauma.published_municipality with (security_barrier) as
select
    m.code as id,
    row_number() over (order by not m.is_member, m.code) as key,
    m.slug,
    m.name,
    m.is_member,
    m.land_area_km2,
    p.population,
    p.year as population_year,
    m.updated_at,
    m.geom,
    null::daterange as during,
    row_to_json((select f from (select
        'Feature' as type,
        m.code as id,
        st_asgeojson(m.geom, 6)::json as geometry,
        (select q from (select
            m.name, m.slug, m.code, m.county, m.is_member, m.land_area_km2,
            p.population, p.year as population_year,
            round(p.population / m.land_area_km2, 2) as inhabitants_per_km2,
            m.geom_source, m.geom_accuracy_m, m.source, p.source as population_source, m.updated_at
        ) q) as properties
    ) f))::text as feature,
    m.county,
    lower(concat_ws(' ', m.name, m.slug, m.code)) as search_text
from viauma.municipality m
left join lateral (
    select population, year, source from viauma.municipality_population
    where municipality = m.code order by year desc limit 1
) p on true;


create or replace view viauma.published_project with (security_barrier) as
select
    p.id,
    row_number() over (order by p.slug) as key,
    p.slug,
    p.titles,
    p.updated_at,
    area.geom,
    p.during,
    row_to_json((select f from (select
        'Feature' as type,
        p.id,
        st_asgeojson(area.geom, 6)::json as geometry,
        (select q from (select
            coalesce(p.titles ->> 'sv', p.titles ->> 'en') as name,
            p.titles ->> 'sv' as title_sv,
            p.titles ->> 'en' as title_en,
            p.summaries ->> 'sv' as summary_sv,
            p.summaries ->> 'en' as summary_en,
            p.slug,
            p.kind,
            lower(p.during) as starts_on,
            (upper(p.during) - 1) as ends_on,
            p.time_frame_wording,
            (select w.slug from viauma.project w where w.id = p.part_of) as part_of,
            money.budget_total::text as budget_total,
            money.funding_total::text as funding_total,
            (money.budget_total - money.funding_total)::text as not_accounted_for,
            money.currency,
            (select coalesce(json_agg(json_build_object(
                'scope', b.scope, 'year', b.year, 'labels', b.labels, 'amount', b.amount::text,
                'currency', b.currency, 'basis', b.basis, 'wording', b.wording)
                order by b.scope desc, b.year, b.id), '[]')
             from viauma.project_budget_line b where b.project = p.id) as budget,
            (select coalesce(json_agg(json_build_object(
                'financier', o.names ->> 'sv', 'year', f.year, 'amount', f.amount::text,
                'currency', f.currency, 'basis', f.basis, 'wording', f.wording)
                order by f.year, f.amount desc nulls last, o.slug), '[]')
             from viauma.project_funding f join viauma.organisation o on o.id = f.financier
             where f.project = p.id) as funding,
            (select coalesce(json_agg(json_build_object(
                'organisation', o.names ->> 'sv', 'role', y.role) order by y.role, o.slug), '[]')
             from viauma.project_party y join viauma.organisation o on o.id = y.organisation
             where y.project = p.id) as parties,
            -- Persons leave the house only with their consent.
            (select coalesce(json_agg(json_build_object('name', k.name, 'roles', k.roles)
                order by k.id), '[]')
             from viauma.project_contact k
             where k.project = p.id and k.consent = 'given') as contacts,
            (select coalesce(json_agg(json_build_object(
                'labels', s.labels, 'starts_on', lower(s.during), 'ends_on', upper(s.during) - 1)
                order by s.during, s.id), '[]')
             from viauma.project_milestone s where s.project = p.id) as milestones,
            (select coalesce(json_agg(u.municipality order by u.municipality), '[]')
             from viauma.project_municipality u where u.project = p.id) as municipalities,
            (select coalesce(json_agg(t.category order by t.category), '[]')
             from viauma.project_category t where t.project = p.id) as categories,
            (select coalesce(json_agg(l.id order by l.id), '[]')
             from viauma.project_place h join viauma.published_place l on l.id = h.place
             where h.project = p.id) as places,
            p.source,
            p.source_section,
            p.updated_at,
            p.version
        ) q) as properties
    ) f))::text as feature,
    coalesce(p.titles ->> 'sv', p.titles ->> 'en') as name,
    p.kind,
    lower(p.during) as starts_on,
    upper(p.during) - 1 as ends_on,
    money.budget_total,
    money.funding_total,
    (select coalesce(array_agg(u.municipality order by u.municipality), '{}')
     from viauma.project_municipality u where u.project = p.id) as municipalities,
    (select coalesce(array_agg(t.category order by t.category), '{}')
     from viauma.project_category t where t.project = p.id) as categories,
    lower(concat_ws(' ', p.titles ->> 'sv', p.titles ->> 'en', p.slug,
                    p.summaries ->> 'sv', p.summaries ->> 'en')) as search_text
from viauma.project p
left join lateral (
    select st_multi(st_union(m.geom)) as geom
    from viauma.project_municipality u join viauma.municipality m on m.code = u.municipality
    where u.project = p.id
) area on true
left join lateral (
    select
        coalesce(
            sum(b.amount) filter (where b.scope = 'total'),
            sum(b.amount) filter (where b.scope = 'year')
        ) as budget_total,
        (select coalesce(sum(f.amount), 0) from viauma.project_funding f where f.project = p.id)
            as funding_total,
        min(b.currency) as currency
    from viauma.project_budget_line b where b.project = p.id
) money on true;


-- Reads a day; what is none reads as unknown, so that a filter cannot fail on odd data.
create function viauma.date_of(day text) returns date
language plpgsql immutable strict parallel safe as $$
begin
    if day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
        return day::date;
    end if;
    return null;
exception when datetime_field_overflow or invalid_datetime_format then
    return null;
end $$;
comment on function viauma.date_of(text) is 'The day that an ISO 8601 text names, or null';
revoke execute on function viauma.date_of(text) from public;
grant execute on function viauma.date_of(text) to viauma_public;

-- What was written last: as long as this is the same, nothing need be sent again. Not the greatest
-- number or the latest time alone: a long import may commit after a short edit that began later.
create view viauma.published_state with (security_barrier) as
select md5(coalesce(string_agg(id::text, ',' order by id desc), '')) as fingerprint
from (select id from viauma.revision order by id desc limit 1000) latest;
grant select on viauma.published_state to viauma_public;
