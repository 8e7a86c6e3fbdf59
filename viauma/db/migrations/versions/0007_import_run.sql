CREATE TABLE viauma.import_run (
    id UUID DEFAULT viauma.uuid7() NOT NULL,
    source TEXT NOT NULL,
    actor TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    created INTEGER DEFAULT 0 NOT NULL,
    updated INTEGER DEFAULT 0 NOT NULL,
    unchanged INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT import_run_pkey PRIMARY KEY (id),
    CONSTRAINT import_run_counts_not_negative CHECK (created >= 0 and updated >= 0 and unchanged >= 0)
);

CREATE INDEX import_run_source_ix ON viauma.import_run (source, started_at);

COMMENT ON TABLE viauma.import_run IS 'Imports: what was read when, and what became of its rows';
COMMENT ON COLUMN viauma.import_run.id IS 'UUID version 7';
COMMENT ON COLUMN viauma.import_run.source IS 'Name of what was read';
COMMENT ON COLUMN viauma.import_run.actor IS 'Who started it';
COMMENT ON COLUMN viauma.import_run.started_at IS 'Start';
COMMENT ON COLUMN viauma.import_run.finished_at IS 'End; null: broken off';
COMMENT ON COLUMN viauma.import_run.created IS 'New rows';
COMMENT ON COLUMN viauma.import_run.updated IS 'Changed rows';
COMMENT ON COLUMN viauma.import_run.unchanged IS 'Rows as before';

call viauma.keep_history('import_run', 'r.id::text');
