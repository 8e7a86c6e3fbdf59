-- Who says what: sources with their trust, and statements where several sources speak of one place.

set local lock_timeout = '10s';

CREATE TABLE viauma.source (
    name TEXT NOT NULL,
    title TEXT,
    publisher TEXT,
    licence TEXT,
    attribution TEXT,
    url TEXT,
    trust SMALLINT DEFAULT 50 NOT NULL,
    trust_by_field JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT source_pkey PRIMARY KEY (name),
    CONSTRAINT source_trust_is_percent CHECK (trust between 0 and 100),
    CONSTRAINT source_trust_by_field_object CHECK (jsonb_typeof(trust_by_field) = 'object'),
    CONSTRAINT source_name_not_empty CHECK (btrim(name) <> '')
);

COMMENT ON TABLE viauma.source IS 'Where rows are from, and how far each is believed';
COMMENT ON COLUMN viauma.source.name IS 'As in place.source; register: what officers correct';
COMMENT ON COLUMN viauma.source.title IS 'Its name for people';
COMMENT ON COLUMN viauma.source.publisher IS 'Who publishes it';
COMMENT ON COLUMN viauma.source.licence IS 'SPDX id for rows that state none; null: each row says';
COMMENT ON COLUMN viauma.source.attribution IS 'Text to show with its rows';
COMMENT ON COLUMN viauma.source.url IS 'Where it is fetched';
COMMENT ON COLUMN viauma.source.trust IS '0 to 100; the more trusted source gives a field';
COMMENT ON COLUMN viauma.source.trust_by_field IS 'Trust in single fields, such as opening_hours or attributes.lit';

CREATE TABLE viauma.place_statement (
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    place UUID NOT NULL,
    fields JSONB NOT NULL,
    licence TEXT NOT NULL,
    attribution TEXT,
    observed_on TEXT,
    stated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT place_statement_pkey PRIMARY KEY (source, source_id),
    CONSTRAINT place_statement_fields_object CHECK (jsonb_typeof(fields) = 'object'),
    CONSTRAINT place_statement_source_fkey FOREIGN KEY(source) REFERENCES viauma.source (name),
    CONSTRAINT place_statement_place_fkey FOREIGN KEY(place) REFERENCES viauma.place (id)
);

CREATE INDEX place_statement_place_ix ON viauma.place_statement (place);

COMMENT ON TABLE viauma.place_statement IS 'What one source says of a place of which several speak; of other places the row is the statement';
COMMENT ON COLUMN viauma.place_statement.source IS 'Who says it';
COMMENT ON COLUMN viauma.place_statement.source_id IS 'Its id there';
COMMENT ON COLUMN viauma.place_statement.place IS 'The place that it was said of; stays when that is merged';
COMMENT ON COLUMN viauma.place_statement.fields IS 'Value by field; what is not said is not there';
COMMENT ON COLUMN viauma.place_statement.licence IS 'SPDX id, public-domain or not-stated';
COMMENT ON COLUMN viauma.place_statement.attribution IS 'Text to show with the data';
COMMENT ON COLUMN viauma.place_statement.observed_on IS 'Date of the source data, ISO 8601, may be reduced to year or month';
COMMENT ON COLUMN viauma.place_statement.stated_at IS 'When it was last said otherwise';

ALTER TABLE viauma.place ADD COLUMN provenance JSONB;
COMMENT ON COLUMN viauma.place.provenance IS 'Source by field, where several sources speak; null: source gave all';

call viauma.keep_history('source', 'r.name');
call viauma.keep_history('place_statement', $$r.source || '/' || r.source_id$$);

-- The sources of the places that are here. Nobody has said yet how far each is believed.
select set_config('viauma.actor', 'migration:0022', true),
       set_config('viauma.reason', 'The sources of the places that were here', true);
insert into viauma.source (name) select distinct source from viauma.place;
