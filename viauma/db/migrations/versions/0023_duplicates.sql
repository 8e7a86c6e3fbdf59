-- Pairs of places that may be one; mergers that end somewhere; and where a merged place went.

set local lock_timeout = '10s';

CREATE TABLE viauma.duplicate_pair (
    one UUID NOT NULL,
    two UUID NOT NULL,
    score DOUBLE PRECISION,
    parts JSONB DEFAULT '{}' NOT NULL,
    standing TEXT DEFAULT 'open' NOT NULL,
    why TEXT,
    CONSTRAINT duplicate_pair_pkey PRIMARY KEY (one, two),
    CONSTRAINT duplicate_pair_in_order CHECK (one < two),
    CONSTRAINT duplicate_pair_score_is_share CHECK (score between 0 and 1),
    CONSTRAINT duplicate_pair_standing_known CHECK (standing in ('open', 'dismissed', 'merged')),
    CONSTRAINT duplicate_pair_decided_has_reason CHECK ((standing = 'open') = (why is null)),
    CONSTRAINT duplicate_pair_one_fkey FOREIGN KEY(one) REFERENCES viauma.place (id),
    CONSTRAINT duplicate_pair_two_fkey FOREIGN KEY(two) REFERENCES viauma.place (id)
);

CREATE INDEX duplicate_pair_two_ix ON viauma.duplicate_pair (two);

COMMENT ON TABLE viauma.duplicate_pair IS 'Pairs of places that may be one, and what was decided of them';
COMMENT ON COLUMN viauma.duplicate_pair.one IS 'The place with the smaller id';
COMMENT ON COLUMN viauma.duplicate_pair.two IS 'The place with the greater id';
COMMENT ON COLUMN viauma.duplicate_pair.score IS '0 to 1: how likely they are one; null: somebody decided without';
COMMENT ON COLUMN viauma.duplicate_pair.parts IS 'What speaks for and against, by kind of evidence, in log-odds';
COMMENT ON COLUMN viauma.duplicate_pair.standing IS 'open, dismissed (two places) or merged (one place)';
COMMENT ON COLUMN viauma.duplicate_pair.why IS 'Why it was decided so';

call viauma.keep_history('duplicate_pair', $$r.one || '/' || r.two$$);

-- A place may be merged into one that was merged itself, but never into itself by a detour. Mergers
-- wait for each other, so that two at once see each other's.
create function viauma.refuse_merger_in_circle() returns trigger
language plpgsql set search_path = viauma, public, pg_temp as $$
declare
    next_ uuid := new.merged_into;
begin
    perform pg_advisory_xact_lock(hashtext('viauma.merge'));
    while next_ is not null loop
        if next_ = new.id then
            raise exception 'places merged in a circle'
                using errcode = 'check_violation', constraint = 'place_merged_not_in_circle',
                      table = 'place', schema = 'viauma';
        end if;
        -- Locked, so that a session with an older picture of the table fails instead of missing it.
        select p.merged_into into next_ from place p where p.id = next_ for share;
    end loop;
    return new;
end $$;

create trigger place_merged_not_in_circle before update of merged_into on viauma.place
    for each row when (new.merged_into is not null and new.merged_into is distinct from old.merged_into)
    execute function viauma.refuse_merger_in_circle();

-- By id too, because partners keep ids: the item of a merged place redirects.
create or replace view viauma.published_redirect with (security_barrier) as
select
    p.slug,
    case p.status when 'merged' then 'merged' else 'withdrawn' end as became,
    kept.slug as target,
    p.id,
    kept.id as target_id
from viauma.place p
left join lateral (
    with recursive chain as (
        select t.id, t.merged_into, 1 as steps from viauma.place t where t.id = p.merged_into
        union all
        select t.id, t.merged_into, c.steps + 1
        from chain c join viauma.place t on t.id = c.merged_into where c.steps < 20
    )
    select q.slug, q.id from chain c join viauma.published_place q on q.id = c.id
    order by c.steps limit 1
) kept on true
where (p.status = 'merged' or p.visibility <> 'public')
  and exists (
    select from viauma.revision r
    where r.entity = 'place' and r.entity_id = p.id::text and r.data ->> 'slug' = p.slug
      and r.data ->> 'visibility' = 'public' and r.data ->> 'status' <> 'merged'
  );
