-- Å, ä, ö and é are found without their rings, dots and accents, and names by their first letters.

set local lock_timeout = '10s';

-- As viauma.features.folding does with what is asked for.
create function viauma.folded(words text) returns text
language sql immutable strict parallel safe
return normalize(
    translate(
        regexp_replace(
            normalize(lower(words collate "und-x-icu"), nfd),
            '[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]', '', 'g'
        ),
        'øđłħŧς', 'odlhtσ'
    ),
    nfc
);
comment on function viauma.folded(text) is 'A text without capitals, rings, dots and accents';
revoke execute on function viauma.folded(text) from public;
grant execute on function viauma.folded(text) to viauma_public;

-- One expression of the view changes; the rest stays as whichever migration wrote it last.
do $$
declare
    was text := pg_get_viewdef('viauma.publishable_place'::regclass);
    is_ text := replace(was, 'lower(concat_ws(', 'viauma.folded(concat_ws(');
begin
    if was = is_ then
        raise exception 'publishable_place does not spell search_text as it did';
    end if;
    execute 'create or replace view viauma.publishable_place as ' || is_;
end $$;

-- In the order of code points, so that what begins alike stands together.
alter table viauma.published_place alter column search_text type text collate "C";
COMMENT ON COLUMN viauma.published_place.search_text IS 'Names, slug and town, folded';

CREATE INDEX published_place_beginning_ix ON viauma.published_place USING btree (left(search_text, 64));

select viauma.rebuild_published_places();
