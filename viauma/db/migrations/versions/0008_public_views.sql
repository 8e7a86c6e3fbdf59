-- The public faces of what is small enough to be composed when asked for.

create view viauma.published_category with (security_barrier) as
select key, parent, path, labels, definitions, abstract, is_site, is_facility,
       icon, colour, shape, attributes_schema, mappings, maturity, sort_order
from viauma.category;

create view viauma.published_municipality with (security_barrier) as
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
    ) f))::text as feature
from viauma.municipality m
left join lateral (
    select population, year, source from viauma.municipality_population
    where municipality = m.code order by year desc limit 1
) p on true;

-- Money as exact decimal text: JSON numbers are floating point to most readers.
create view viauma.published_project with (security_barrier) as
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
    ) f))::text as feature
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

grant select on viauma.published_category, viauma.published_municipality,
    viauma.published_project to viauma_public;

-- Functions are callable by everybody unless said otherwise, and some run with the owner's rights.
revoke execute on all routines in schema viauma from public;
