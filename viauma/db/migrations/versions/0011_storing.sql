-- Storing many places at once: the same revisions, public rows and feed for half the work.

set local lock_timeout = '10s';

-- What a revision keeps of a row, over the row r: every column but generated ones, a shape as
-- GeoJSON of 15 decimals, so that what was written can be read back exactly. Spelled column by
-- column because to_jsonb(r) would write each shape twice, once to be thrown away.
create function viauma.revision_data(table_ regclass) returns text
language sql stable as $$
    select format('(select to_jsonb(x) from (select %s) x)', string_agg(
        case when atttypid = 'public.geometry'::regtype
            then format('public.st_asgeojson(r.%1$I, 15)::jsonb as %1$I', attname)
            else format('r.%I', attname)
        end, ', ' order by attnum))
    from pg_attribute
    where attrelid = table_ and attnum > 0 and attgenerated = '' and not attisdropped
$$;
comment on function viauma.revision_data(regclass) is 'SQL for the data of a revision, over the row r';

-- Leaves one revision per written row. Statement level, so that a million rows cost one insert.
-- Arguments: SQL for the entity's id and, where not all columns are kept, for its data, over the row r.
create or replace function viauma.record_revision() returns trigger
language plpgsql security definer set search_path = viauma, public, pg_temp as $$
declare
    who text := nullif(btrim(current_setting('viauma.actor', true)), '');
    why text := nullif(btrim(current_setting('viauma.reason', true)), '');
    rows_ text := case tg_op when 'DELETE' then 'old_rows' else 'new_rows' end;
begin
    if who is null or why is null then
        raise exception 'every write names its actor and its reason'
            using errcode = 'check_violation', constraint = 'revision_actor_and_reason',
                  table = 'revision', schema = 'viauma';
    end if;
    execute format(
        'insert into viauma.revision (entity, entity_id, operation, actor, reason, data) '
        'select %L, %s, %L, $1, $2, %s from %s r',
        tg_table_name, tg_argv[0], lower(tg_op),
        coalesce(tg_argv[1], viauma.revision_data(tg_relid)), rows_
    ) using who, why;
    return null;
end $$;

create or replace trigger place_revision_insert after insert on viauma.place
    referencing new table as new_rows for each statement
    execute function viauma.record_revision('r.id::text');
create or replace trigger place_revision_update after update on viauma.place
    referencing old table as old_rows new table as new_rows for each statement
    execute function viauma.record_revision('r.id::text');
create or replace trigger place_revision_delete after delete on viauma.place
    referencing old table as old_rows for each statement
    execute function viauma.record_revision('r.id::text');

-- GIN indexes keep new entries on a list and sort them in when it is full. With PostgreSQL's list of
-- 4 MB one edit in some thousands would pay for all before it, half a second; with the shortest
-- list none pays for more than fifty. Many rows at once want a long list, and leave none behind.
-- The setting ends with the function that makes it.
create function viauma.set_list_length(rows_ bigint) returns void
language plpgsql set search_path = viauma, public, pg_temp as $$
begin
    perform set_config('gin_pending_list_limit', case when rows_ < 1000 then '64kB' else '16MB' end, true);
end $$;

create function viauma.sort_lists_in(rows_ bigint) returns void
language plpgsql set search_path = viauma, public, pg_temp as $$
begin
    if rows_ >= 1000 then
        perform gin_clean_pending_list(i.indexrelid)
        from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
        where i.indrelid = 'viauma.published_place'::regclass and a.amname = 'gin';
    end if;
end $$;

-- A place that was not there has no public row: nothing to delete, and all that appears is new.
create function viauma.publish_created() returns trigger
language plpgsql security definer set search_path = viauma, public, pg_temp set timezone = 'UTC'
set gin_pending_list_limit = '64kB' as $$
declare
    n bigint := (select count(*) from new_rows);
begin
    -- Shared with other writers of places, excluded by a change of labels (see republish).
    perform pg_advisory_xact_lock_shared(hashtext('viauma.publish'));
    perform viauma.set_list_length(n);
    with put as (
        insert into published_place
        -- In spatial order, so that neighbours on the map are neighbours on disk.
        select p.* from publishable_place p join new_rows using (id)
        order by p.key, p.id
        returning id
    )
    insert into change (collection, feature_id, kind)
    select 'places', id::text, 'created' from put order by id;
    perform viauma.sort_lists_in(n);
    return null;
end $$;

create or replace trigger place_publish_insert after insert on viauma.place
    referencing new table as new_rows for each statement
    execute function viauma.publish_created();

-- Makes the published rows of these places true, and tells the feed what changed for readers.
create or replace function viauma.publish(ids uuid[]) returns void
language plpgsql security definer set search_path = viauma, public, pg_temp set timezone = 'UTC'
set gin_pending_list_limit = '64kB' as $$
declare
    was uuid[];
    is_ uuid[];
begin
    -- Shared with other writers of places, excluded by a change of labels (see republish).
    perform pg_advisory_xact_lock_shared(hashtext('viauma.publish'));
    perform viauma.set_list_length(cardinality(ids));
    with gone as (
        delete from published_place using unnest(ids) as given (id)
        where published_place.id = given.id returning published_place.id
    )
    select coalesce(array_agg(id), '{}') into was from gone;
    with put as (
        insert into published_place
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
    perform viauma.sort_lists_in(cardinality(ids));
end $$;

do $$ begin perform viauma.sort_lists_in(1000); end $$;
