CREATE TABLE viauma.revision (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    data JSONB NOT NULL,
    CONSTRAINT revision_pkey PRIMARY KEY (id),
    CONSTRAINT revision_operation_known CHECK (operation in ('insert', 'update', 'delete')),
    CONSTRAINT revision_actor_and_reason CHECK (actor <> '' and reason <> '')
);

CREATE INDEX revision_entity_ix ON viauma.revision (entity, entity_id, id);

COMMENT ON TABLE viauma.revision IS 'Every write, with who, when, why and the row; kept by trigger';
COMMENT ON COLUMN viauma.revision.entity IS 'Table';
COMMENT ON COLUMN viauma.revision.entity_id IS 'Primary key as text';
COMMENT ON COLUMN viauma.revision.operation IS 'insert, update or delete';
COMMENT ON COLUMN viauma.revision.at IS 'When the transaction began';
COMMENT ON COLUMN viauma.revision.actor IS 'Who: account, command or import run';
COMMENT ON COLUMN viauma.revision.reason IS 'Why, in the actor''s words';
COMMENT ON COLUMN viauma.revision.data IS 'The row after the write, or before a deletion; geometry as GeoJSON';

CREATE TABLE viauma.change (
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    xid BIGINT DEFAULT (pg_current_xact_id()::text)::bigint NOT NULL,
    collection TEXT NOT NULL,
    feature_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT change_pkey PRIMARY KEY (seq),
    CONSTRAINT change_kind_known CHECK (kind in ('created', 'updated', 'deleted'))
);

CREATE INDEX change_feature_ix ON viauma.change (collection, feature_id, seq);

COMMENT ON TABLE viauma.change IS 'What changed in public collections, in order; kept by trigger';
COMMENT ON COLUMN viauma.change.seq IS 'Position in the feed';
COMMENT ON COLUMN viauma.change.xid IS 'Transaction, so that a reader can wait for older ones still open';
COMMENT ON COLUMN viauma.change.collection IS 'Public collection';
COMMENT ON COLUMN viauma.change.feature_id IS 'Id of the feature in it';
COMMENT ON COLUMN viauma.change.kind IS 'created, updated or deleted (no longer public)';
COMMENT ON COLUMN viauma.change.at IS 'When the transaction began';

-- History -----------------------------------------------------------------------------------

-- Leaves one revision per written row. Statement level, so that a million rows cost one insert.
-- Arguments: SQL for the entity's id and for its data, over the row r.
create function viauma.record_revision() returns trigger
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
        tg_table_name, tg_argv[0], lower(tg_op), tg_argv[1], rows_
    ) using who, why;
    return null;
end $$;

create function viauma.refuse_rewrite() returns trigger
language plpgsql as $$
begin
    raise exception '% keeps what was written: % is refused', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation', constraint = tg_table_name || '_append_only',
              table = tg_table_name, schema = 'viauma';
end $$;

-- Puts a table under history: insert, update and delete leave revisions; truncate is refused.
create procedure viauma.keep_history(table_ text, id_ text, data_ text default 'to_jsonb(r)')
language plpgsql as $$
begin
    execute format(
        'create trigger %1$s_revision_insert after insert on viauma.%1$I '
        'referencing new table as new_rows for each statement '
        'execute function viauma.record_revision(%2$L, %3$L)', table_, id_, data_);
    execute format(
        'create trigger %1$s_revision_update after update on viauma.%1$I '
        'referencing old table as old_rows new table as new_rows for each statement '
        'execute function viauma.record_revision(%2$L, %3$L)', table_, id_, data_);
    execute format(
        'create trigger %1$s_revision_delete after delete on viauma.%1$I '
        'referencing old table as old_rows for each statement '
        'execute function viauma.record_revision(%2$L, %3$L)', table_, id_, data_);
    execute format(
        'create trigger %1$s_no_truncate before truncate on viauma.%1$I '
        'for each statement execute function viauma.refuse_rewrite()', table_);
end $$;

create trigger revision_append_only before update or delete or truncate on viauma.revision
    for each statement execute function viauma.refuse_rewrite();
create trigger change_append_only before update or delete or truncate on viauma.change
    for each statement execute function viauma.refuse_rewrite();

create function viauma.count_version() returns trigger
language plpgsql as $$
begin
    new.version := old.version + 1;
    new.updated_at := now();
    return new;
end $$;

call viauma.keep_history('category', 'r.key');
call viauma.keep_history('category_geometry', $$r.category || '/' || r.kind$$);
call viauma.keep_history('municipality', 'r.code');
call viauma.keep_history('municipality_population', $$r.municipality || '/' || r.year$$);
call viauma.keep_history('organisation', 'r.id::text');
