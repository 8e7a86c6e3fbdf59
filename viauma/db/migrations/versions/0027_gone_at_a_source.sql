-- What imports tell of places that several sources speak of: who has a place no longer, and who may
-- have brought one that is here already.

set local lock_timeout = '10s';

ALTER TABLE viauma.place_statement ADD COLUMN gone_since TIMESTAMP WITH TIME ZONE;
COMMENT ON COLUMN viauma.place_statement.gone_since IS 'When its source was first read without it; null: it has it';

ALTER TABLE viauma.duplicate_pair ADD COLUMN run UUID;
ALTER TABLE viauma.duplicate_pair
    ADD CONSTRAINT duplicate_pair_run_fkey FOREIGN KEY(run) REFERENCES viauma.import_run (id);
CREATE INDEX duplicate_pair_run_ix ON viauma.duplicate_pair (run) WHERE run is not null;
COMMENT ON COLUMN viauma.duplicate_pair.run IS 'Import whose new rows made it a pair; null: somebody searched';
