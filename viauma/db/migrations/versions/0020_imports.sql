set local lock_timeout = '5s';

-- Runs --------------------------------------------------------------------------------------

ALTER TABLE viauma.import_run
    ADD COLUMN state TEXT DEFAULT 'done' NOT NULL,
    ADD COLUMN message TEXT,
    ADD COLUMN file TEXT,
    ADD COLUMN file_sha256 TEXT,
    ADD COLUMN file_size BIGINT,
    ADD COLUMN profile TEXT,
    ADD COLUMN crs TEXT,
    ADD COLUMN options JSONB DEFAULT '{}' NOT NULL,
    ADD COLUMN quarantined INTEGER DEFAULT 0 NOT NULL,
    ADD COLUMN gone INTEGER DEFAULT 0 NOT NULL,
    ADD COLUMN proposed INTEGER DEFAULT 0 NOT NULL,
    DROP CONSTRAINT import_run_counts_not_negative,
    ADD CONSTRAINT import_run_counts_not_negative CHECK (created >= 0 and updated >= 0 and unchanged >= 0 and quarantined >= 0 and gone >= 0 and proposed >= 0),
    ADD CONSTRAINT import_run_state_known CHECK (state in ('running', 'done', 'failed', 'broken'));

COMMENT ON COLUMN viauma.import_run.finished_at IS 'End; null: it runs, or was broken off';
COMMENT ON COLUMN viauma.import_run.state IS 'running (as long as it holds its source''s lock), done, failed, broken';
COMMENT ON COLUMN viauma.import_run.message IS 'Why it failed';
COMMENT ON COLUMN viauma.import_run.file IS 'Name or address of what was read';
COMMENT ON COLUMN viauma.import_run.file_sha256 IS 'SHA-256 of a file''s bytes';
COMMENT ON COLUMN viauma.import_run.file_size IS 'Bytes of a file';
COMMENT ON COLUMN viauma.import_run.profile IS 'Key of the profile';
COMMENT ON COLUMN viauma.import_run.crs IS 'CRS that positions were read in';
COMMENT ON COLUMN viauma.import_run.options IS 'What the command said';
COMMENT ON COLUMN viauma.import_run.quarantined IS 'Rows that wait';
COMMENT ON COLUMN viauma.import_run.gone IS 'Places of the source that were not in the file';
COMMENT ON COLUMN viauma.import_run.proposed IS 'New proposals to close a place';

-- Quarantine --------------------------------------------------------------------------------

CREATE TABLE viauma.quarantine (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    run UUID NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT,
    row_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    nth INTEGER NOT NULL,
    row_number INTEGER NOT NULL,
    raw JSONB NOT NULL,
    draft JSONB,
    findings JSONB NOT NULL,
    state TEXT DEFAULT 'waiting' NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE,
    decided_by TEXT,
    why TEXT,
    place UUID,
    CONSTRAINT quarantine_pkey PRIMARY KEY (id),
    CONSTRAINT quarantine_run_fkey FOREIGN KEY(run) REFERENCES viauma.import_run (id),
    CONSTRAINT quarantine_place_fkey FOREIGN KEY(place) REFERENCES viauma.place (id),
    CONSTRAINT quarantine_state_known CHECK (state in ('waiting', 'released', 'dismissed', 'superseded')),
    CONSTRAINT quarantine_decided_by_one CHECK ((state in ('released', 'dismissed')) = (decided_by is not null))
);

CREATE UNIQUE INDEX quarantine_row_key ON viauma.quarantine (source, row_key, fingerprint, nth)
    WHERE state <> 'superseded';
CREATE INDEX quarantine_run_ix ON viauma.quarantine (run);
CREATE INDEX quarantine_place_ix ON viauma.quarantine (place);

COMMENT ON TABLE viauma.quarantine IS 'Rows that wait for somebody, or waited';
COMMENT ON COLUMN viauma.quarantine.run IS 'Import that first had the row like this';
COMMENT ON COLUMN viauma.quarantine.source IS 'Where the row is from';
COMMENT ON COLUMN viauma.quarantine.source_id IS 'Its id there; null: unknown';
COMMENT ON COLUMN viauma.quarantine.row_key IS 'source_id, or a tilde and the fingerprint';
COMMENT ON COLUMN viauma.quarantine.fingerprint IS 'Digest of what the file says';
COMMENT ON COLUMN viauma.quarantine.nth IS 'Counts rows of a file that say the same';
COMMENT ON COLUMN viauma.quarantine.row_number IS 'As a person counts in the file';
COMMENT ON COLUMN viauma.quarantine.raw IS 'What the file says, by column';
COMMENT ON COLUMN viauma.quarantine.draft IS 'The place that it would be; null: it says too little';
COMMENT ON COLUMN viauma.quarantine.findings IS 'Why it waits';
COMMENT ON COLUMN viauma.quarantine.state IS 'waiting, released, dismissed, superseded (the source changed)';
COMMENT ON COLUMN viauma.quarantine.decided_at IS 'When somebody decided';
COMMENT ON COLUMN viauma.quarantine.decided_by IS 'Who decided';
COMMENT ON COLUMN viauma.quarantine.why IS 'Why, in that person''s words';
COMMENT ON COLUMN viauma.quarantine.place IS 'The place it became';

call viauma.keep_history('quarantine', 'r.id::text');

-- Proposals ---------------------------------------------------------------------------------

CREATE TABLE viauma.closing_proposal (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    place UUID NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    run UUID NOT NULL,
    state TEXT DEFAULT 'waiting' NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE,
    decided_by TEXT,
    why TEXT,
    CONSTRAINT closing_proposal_pkey PRIMARY KEY (id),
    CONSTRAINT closing_proposal_place_fkey FOREIGN KEY(place) REFERENCES viauma.place (id),
    CONSTRAINT closing_proposal_run_fkey FOREIGN KEY(run) REFERENCES viauma.import_run (id),
    CONSTRAINT closing_proposal_state_known CHECK (state in ('waiting', 'accepted', 'declined', 'withdrawn')),
    CONSTRAINT closing_proposal_decided_by_one CHECK ((state in ('accepted', 'declined')) = (decided_by is not null) or state = 'withdrawn')
);

CREATE UNIQUE INDEX closing_proposal_place_key ON viauma.closing_proposal (place)
    WHERE state in ('waiting', 'declined');
CREATE INDEX closing_proposal_run_ix ON viauma.closing_proposal (run);

COMMENT ON TABLE viauma.closing_proposal IS 'Places that were gone from their source; somebody decides';
COMMENT ON COLUMN viauma.closing_proposal.place IS 'The place';
COMMENT ON COLUMN viauma.closing_proposal.source IS 'Where it was from';
COMMENT ON COLUMN viauma.closing_proposal.source_id IS 'Its id there';
COMMENT ON COLUMN viauma.closing_proposal.run IS 'Import that missed it first';
COMMENT ON COLUMN viauma.closing_proposal.state IS 'waiting, accepted, declined, withdrawn (the row is back)';
COMMENT ON COLUMN viauma.closing_proposal.decided_at IS 'When somebody decided';
COMMENT ON COLUMN viauma.closing_proposal.decided_by IS 'Who decided';
COMMENT ON COLUMN viauma.closing_proposal.why IS 'Why, in that person''s words';

call viauma.keep_history('closing_proposal', 'r.id::text');
