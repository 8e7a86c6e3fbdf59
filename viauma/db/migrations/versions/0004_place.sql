CREATE TABLE viauma.place (
    id UUID DEFAULT viauma.uuid7() NOT NULL,
    slug TEXT NOT NULL,
    names JSONB DEFAULT '{}' NOT NULL,
    texts JSONB DEFAULT '{}' NOT NULL,
    category TEXT NOT NULL,
    is_site BOOLEAN NOT NULL,
    is_facility BOOLEAN NOT NULL,
    geom public.geometry(GEOMETRY,4326) NOT NULL,
    geometry_kind TEXT GENERATED ALWAYS AS (case public.geometrytype(geom) when 'POINT' then 'point' when 'MULTIPOINT' then 'point' when 'LINESTRING' then 'line' when 'MULTILINESTRING' then 'line' when 'POLYGON' then 'polygon' when 'MULTIPOLYGON' then 'polygon' else 'other' end) STORED NOT NULL,
    municipality TEXT,
    municipality_basis TEXT,
    street TEXT,
    postcode TEXT,
    city TEXT,
    status TEXT DEFAULT 'active' NOT NULL,
    merged_into UUID,
    visibility TEXT DEFAULT 'public' NOT NULL,
    owner UUID,
    operator UUID,
    attributes JSONB DEFAULT '{}' NOT NULL,
    opening_hours TEXT,
    website TEXT,
    identifiers JSONB DEFAULT '{}' NOT NULL,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    licence TEXT NOT NULL,
    attribution TEXT,
    observed_on TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    verified_at TIMESTAMP WITH TIME ZONE,
    verified_by TEXT,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT place_pkey PRIMARY KEY (id),
    CONSTRAINT place_geometry_of_category_kind FOREIGN KEY(category, geometry_kind) REFERENCES viauma.category_geometry (category, kind),
    CONSTRAINT place_source_key UNIQUE (source, source_id),
    CONSTRAINT place_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT place_site_or_facility CHECK (is_site or is_facility),
    CONSTRAINT place_geom_not_empty CHECK (not public.st_isempty(geom)),
    CONSTRAINT place_geom_valid CHECK (public.st_isvalid(geom)),
    CONSTRAINT place_geom_inside_bounds CHECK (public.st_xmin(geom) >= -180 and public.st_xmax(geom) <= 180 and public.st_ymin(geom) >= -90 and public.st_ymax(geom) <= 90),
    CONSTRAINT place_geom_not_null_island CHECK (not (public.st_xmin(geom) = 0 and public.st_xmax(geom) = 0 and public.st_ymin(geom) = 0 and public.st_ymax(geom) = 0)),
    CONSTRAINT place_status_known CHECK (status in ('planned', 'active', 'temporarily_closed', 'closed', 'merged')),
    CONSTRAINT place_visibility_known CHECK (visibility in ('public', 'partner', 'internal')),
    CONSTRAINT place_municipality_basis_known CHECK (municipality_basis in ('stated', 'computed', 'nearest')),
    CONSTRAINT place_municipality_has_basis CHECK ((municipality is null) = (municipality_basis is null)),
    CONSTRAINT place_merged_has_target CHECK ((status = 'merged') = (merged_into is not null) and merged_into <> id),
    CONSTRAINT place_attributes_object CHECK (jsonb_typeof(attributes) = 'object'),
    CONSTRAINT place_slug_key UNIQUE (slug),
    CONSTRAINT place_category_fkey FOREIGN KEY(category) REFERENCES viauma.category (key),
    CONSTRAINT place_municipality_fkey FOREIGN KEY(municipality) REFERENCES viauma.municipality (code),
    CONSTRAINT place_merged_into_fkey FOREIGN KEY(merged_into) REFERENCES viauma.place (id),
    CONSTRAINT place_owner_fkey FOREIGN KEY(owner) REFERENCES viauma.organisation (id),
    CONSTRAINT place_operator_fkey FOREIGN KEY(operator) REFERENCES viauma.organisation (id)
);

CREATE INDEX place_category_ix ON viauma.place (category);
CREATE INDEX place_geom_gist ON viauma.place USING gist (geom);
CREATE INDEX place_merged_into_ix ON viauma.place (merged_into);
CREATE INDEX place_municipality_ix ON viauma.place (municipality);

COMMENT ON TABLE viauma.place IS 'Tourism sites and municipal facilities; one row each, whoever asks';
COMMENT ON COLUMN viauma.place.id IS 'UUID version 7';
COMMENT ON COLUMN viauma.place.slug IS 'Name in addresses';
COMMENT ON COLUMN viauma.place.names IS 'Name by language; empty: the name is unknown';
COMMENT ON COLUMN viauma.place.texts IS 'Description by language';
COMMENT ON COLUMN viauma.place.category IS 'Key in the taxonomy';
COMMENT ON COLUMN viauma.place.is_site IS 'Visitors go there';
COMMENT ON COLUMN viauma.place.is_facility IS 'Somebody runs it';
COMMENT ON COLUMN viauma.place.geom IS 'EPSG:4326, lon lat';
COMMENT ON COLUMN viauma.place.geometry_kind IS 'point, line, polygon or other';
COMMENT ON COLUMN viauma.place.municipality IS 'SCB code; null: unknown';
COMMENT ON COLUMN viauma.place.municipality_basis IS 'stated by the source, computed inside an outline, or nearest (approximate)';
COMMENT ON COLUMN viauma.place.street IS 'Street and number';
COMMENT ON COLUMN viauma.place.postcode IS 'Postcode';
COMMENT ON COLUMN viauma.place.city IS 'Postal town';
COMMENT ON COLUMN viauma.place.status IS 'planned, active, temporarily_closed, closed, merged';
COMMENT ON COLUMN viauma.place.merged_into IS 'The place this one turned out to be';
COMMENT ON COLUMN viauma.place.visibility IS 'public, partner or internal';
COMMENT ON COLUMN viauma.place.owner IS 'Organisation that owns it';
COMMENT ON COLUMN viauma.place.operator IS 'Organisation that runs it';
COMMENT ON COLUMN viauma.place.attributes IS 'What the category''s JSON Schema allows';
COMMENT ON COLUMN viauma.place.opening_hours IS 'OSM syntax; null: unknown';
COMMENT ON COLUMN viauma.place.website IS 'Address of the place''s own page';
COMMENT ON COLUMN viauma.place.identifiers IS 'Ids elsewhere by namespace: osm, wikidata, hav …';
COMMENT ON COLUMN viauma.place.source IS 'Where the row is from';
COMMENT ON COLUMN viauma.place.source_id IS 'Its id there';
COMMENT ON COLUMN viauma.place.licence IS 'SPDX id, public-domain or not-stated';
COMMENT ON COLUMN viauma.place.attribution IS 'Text to show with the data';
COMMENT ON COLUMN viauma.place.observed_on IS 'Date of the source data, ISO 8601, may be reduced to year or month';
COMMENT ON COLUMN viauma.place.created_at IS 'First stored';
COMMENT ON COLUMN viauma.place.updated_at IS 'Last changed';
COMMENT ON COLUMN viauma.place.verified_at IS 'Last checked on the spot or with the operator';
COMMENT ON COLUMN viauma.place.verified_by IS 'Who checked it';
COMMENT ON COLUMN viauma.place.version IS 'Counts writes; kept by trigger';

-- A shape in the ledger keeps 15 decimals: what was written can be read back exactly.
call viauma.keep_history(
    'place', 'r.id::text',
    $$to_jsonb(r) - 'geometry_kind' || jsonb_build_object('geom', st_asgeojson(r.geom, 15)::jsonb)$$
);

create trigger place_count_version before update on viauma.place
    for each row execute function viauma.count_version();
