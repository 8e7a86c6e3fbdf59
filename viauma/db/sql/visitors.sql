-- name: place_redirect
-- What became of a place that was public, by slug (place_slug_key).
select became, target from viauma.published_redirect where slug = %(slug)s

-- name: item_redirect
-- The public place that a place by this slug or id was merged into (place_slug_key, place_pkey).
select target_id::text, target from viauma.published_redirect
where target is not null and became = 'merged' and (slug = %(slug)s or id = %(id)s::uuid)

-- name: nearly_named_places
-- Public places in whose names nearly these words stand, nearest first
-- (published_place_search_trgm).
select feature from viauma.published_place
where %(words)s::text <%% search_text and status <> 'closed'
order by word_similarity(%(words)s::text, search_text) desc, search_text, id
limit 5

-- name: rights_of_places
-- How many public places a source gives under which licence, whom they ask to be named, and of
-- which dates the data are. Reads all of them: for an answer that is remembered.
select source, licence, said ->> 'attribution', count(*)::int,
       min(said ->> 'observed_on'), max(said ->> 'observed_on')
from (select source, licence, feature::json -> 'properties' as said from viauma.published_place) p
group by 1, 2, 3 order by 1, 4 desc, 2, 3

-- name: population_by_year
-- Inhabitants of a municipality, latest year first.
select year, population, source from viauma.published_population
where municipality = %(code)s order by year desc

-- name: sitemap_starts
-- The slug with which each part of the sitemap begins (published_place_slug_ix).
select slug from (
    select slug, row_number() over (order by slug) as number
    from viauma.published_place where status <> 'closed'
) numbered
where (number - 1) %% %(size)s::int = 0 order by slug

-- name: sitemap_places
-- A part of the sitemap: places from a slug on, with their last change (published_place_slug_ix).
select slug, updated_at from viauma.published_place
where slug >= %(start)s and status <> 'closed' order by slug limit %(size)s::int
