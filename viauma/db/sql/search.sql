-- name: suggested_places
-- The places that may be meant by what was typed, best first: exact (as typed), text (folded), until
-- (what sorts after all that begins so), words (not folded), language (whose endings are cut),
-- categories and municipality (or null) that it may name, the position lon, lat (or nulls), limit.
--
-- However many places there are, `most` of each kind are looked at: names that begin so
-- (published_place_beginning_ix), names that hold the words (published_place_search_trgm), places
-- of the categories (published_place_category_key_ix, published_place_municipality_key_ix), and,
-- where those are too few, what is spelled nearly so (published_place_search_trgm).
with stemmed as materialized (
    -- A Swedish stem is the beginning of its word; of English ones only those are taken that are,
    -- so that "begins with the stem" finds every form of the word.
    select word, case when length(stem) > 2 and starts_with(word, stem) then stem else word end as stem
    from unnest(cast(%(words)s as text[])) as word
    cross join lateral (
        select (ts_lexize(
            case %(language)s::text when 'en' then 'english_stem' else 'swedish_stem' end::regdictionary,
            word))[1] as stem
    ) s
),
asked as materialized (
    select
        array_agg(stem) as stems,
        array_agg(viauma.folded(stem)) as plain,
        array_agg('%%' || viauma.folded(stem) || '%%') as patterns,
        -- One or two letters are nothing to look up; they only narrow what others found.
        array_agg('%%' || viauma.folded(stem) || '%%' order by length(stem) desc)
            filter (where length(stem) > 2) as telling
    from stemmed
),
beginning as materialized (
    select id, search_text, name_sv, name_en, geom from viauma.published_place
    where left(search_text, 64) >= %(text)s::text
      and left(search_text, 64) < %(until)s::text
    order by left(search_text, 64)
    limit %(most)s::int
),
holding as materialized (
    select id, search_text, name_sv, name_en, geom from viauma.published_place
    -- Where so many names begin so, none that only holds the words would come before them.
    where (select count(*) from beginning) < %(most)s::int
      -- One after the other: of a list the trigram index would make nothing.
      and search_text like (select telling[1] from asked)
      and search_text like (select coalesce(telling[2], telling[1]) from asked)
      and search_text like (select coalesce(telling[3], telling[1]) from asked)
      and search_text like all ((select patterns from asked)::text[])
    limit %(most)s::int
),
named as materialized (
    select p.* from unnest(cast(%(categories)s as text[])) as named (key)
    cross join lateral (
        (select id, search_text, name_sv, name_en, geom from viauma.published_place
         where category = named.key and %(municipality)s::text is null
           and (select count(*) from beginning) < %(most)s::int
         order by category, key, id limit %(most)s::int)
        union all
        (select id, search_text, name_sv, name_en, geom from viauma.published_place
         where category = named.key and municipality = %(municipality)s::text
         order by municipality, category, key, id limit %(most)s::int)
    ) p
    limit %(most)s::int
),
nearly as materialized (
    select id, search_text, name_sv, name_en, geom from viauma.published_place
    where length(%(text)s::text) > 3
      and (select count(*) from (
          select from beginning union all select from holding union all select from named) f) < 3
      -- A long text has many trigrams, each with a list to be read.
      and search_text operator(public.%%>) left(%(text)s::text, 40)
    limit %(most)s::int
),
candidates as (
    select distinct on (id) * from (
        select 3 as via, * from beginning
        union all select 3, * from holding
        union all select 4, * from named
        union all select 5, * from nearly
    ) found
    order by id, via
),
spelled as (
    select c.*, a.stems, a.plain, a.patterns,
        -- The folded names stand first in search_text, each as long as it is spelled.
        left(search_text, sv) as folded_sv,
        substr(search_text, coalesce(sv + 1, 0) + 1, en) as folded_en,
        left(search_text, coalesce(sv + 1, 0) + coalesce(en, 0)) as folded_names,
        lower(normalize(name_sv) collate "und-x-icu") as small_sv,
        lower(normalize(name_en) collate "und-x-icu") as small_en
    from candidates c
    cross join asked a
    cross join lateral (
        select char_length(normalize(name_sv)) as sv, char_length(normalize(name_en)) as en
    ) length
),
matched as (
    select s.*,
        case
            when %(text)s::text in (folded_sv, folded_en) then 0
            when starts_with(folded_sv, %(text)s::text) or starts_with(folded_en, %(text)s::text) then 1
            when (select bool_and(folded_names collate "und-x-icu" ~ ('\m' || word)) from unnest(plain) as word) then 2
            when folded_names like all (patterns) then 3
            -- It is in a town called so, or of a category.
            else greatest(via, 4)
        end as match
    from spelled s
),
ranked as (
    select m.*,
        not coalesce(
            case when match < 2
                then starts_with(small_sv, %(exact)s::text) or starts_with(small_en, %(exact)s::text)
                else (select bool_and(strpos(concat_ws(' ', small_sv, small_en), word) > 0)
                      from unnest(stems) as word)
            end, false
        ) as is_folded,
        case match when 5 then 1 - word_similarity(%(text)s::text, search_text) else 0 end
            as unlikeness,
        coalesce(sqrt(
            power(((st_xmin(geom) + st_xmax(geom)) / 2 - %(lon)s::float8) * cos(radians(%(lat)s::float8)), 2)
            + power((st_ymin(geom) + st_ymax(geom)) / 2 - %(lat)s::float8, 2)
        ), 0) as distance
    from matched m
    -- What has no name comes after what has one.
    order by match, is_folded, unlikeness, distance,
        nullif(char_length(folded_names), 0), folded_names, id
    limit %(limit)s::int
)
select
    match, is_folded, unlikeness::float8, distance, folded_names,
    id::text, p.slug, p.name_sv, p.name_en, p.category, p.municipality_name,
    st_x(inside), st_y(inside),
    -- What is a point needs no box.
    case when st_npoints(p.geom) > 1 then
        array[st_xmin(p.geom), st_ymin(p.geom), st_xmax(p.geom), st_ymax(p.geom)] end
from ranked r join viauma.published_place p using (id)
cross join lateral (select st_pointonsurface(p.geom) as inside) i
order by match, is_folded, unlikeness, distance,
    nullif(char_length(folded_names), 0), folded_names, id
