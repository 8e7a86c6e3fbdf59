-- What strangers may know besides what is there today: what became of a page that they have the
-- address of, and how many people lived in a municipality each year.

-- Only of places that once were published: a slug that was never public stays unsaid. Composed when
-- asked for, because hardly anybody asks, and a view cannot fall behind (place_slug_key).
create view viauma.published_redirect with (security_barrier) as
select
    p.slug,
    case p.status when 'merged' then 'merged' else 'withdrawn' end as became,
    kept.slug as target
from viauma.place p
left join lateral (
    -- What a place was merged into may have been merged since; who merges in a circle gets nowhere.
    with recursive chain as (
        select t.id, t.merged_into, 1 as steps from viauma.place t where t.id = p.merged_into
        union all
        select t.id, t.merged_into, c.steps + 1
        from chain c join viauma.place t on t.id = c.merged_into where c.steps < 20
    )
    select q.slug from chain c join viauma.published_place q on q.id = c.id
    order by c.steps limit 1
) kept on true
where (p.status = 'merged' or p.visibility <> 'public')
  and exists (
    select from viauma.revision r
    where r.entity = 'place' and r.entity_id = p.id::text and r.data ->> 'slug' = p.slug
      and r.data ->> 'visibility' = 'public' and r.data ->> 'status' <> 'merged'
  );
comment on view viauma.published_redirect
    is 'What became of places that were public: merged (into target, if that is public) or withdrawn';

create view viauma.published_population with (security_barrier) as
select municipality, year, population, source from viauma.municipality_population;
comment on view viauma.published_population is 'Inhabitants on 31 December by municipality and year';

grant select on viauma.published_redirect, viauma.published_population to viauma_public;
