-- Cells count one kind more: what can be visited, which is all but what was closed for good.

set local lock_timeout = '10s';

-- One expression and one list change in each; the rest stays as whichever migration wrote it last.
do $$
declare
    named text;
    was text;
    is_ text;
begin
    foreach named in array array['viauma.cells_statement(text)', 'viauma.fold_published_cells(bigint)'] loop
        was := pg_get_functiondef(named::regprocedure);
        is_ := replace(was, 'values (1), (2), (4), (8)', 'values (1), (2), (4), (8), (16)');
        is_ := replace(is_, '| ((category_path @> array[''trails''])::int << 3) as kinds',
            '| ((category_path @> array[''trails''])::int << 3)'
            || E'\n          | ((status <> ''closed'')::int << 4) as kinds');
        if was = is_ then
            raise exception '% does not list the kinds as it did', named;
        end if;
        execute is_;
    end loop;
end $$;

COMMENT ON COLUMN viauma.published_cell.kinds IS 'Whom the row counts: 1 all, 2 sites, 4 facilities, 8 trails, 16 not closed for good';

select viauma.rebuild_published_cells();
