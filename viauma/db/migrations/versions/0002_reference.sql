CREATE TABLE viauma.municipality (
    code TEXT NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    county TEXT NOT NULL,
    is_member BOOLEAN NOT NULL,
    land_area_km2 NUMERIC(10, 2),
    geom public.geometry(MULTIPOLYGON,4326),
    geom_source TEXT,
    geom_accuracy_m INTEGER,
    source TEXT,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT municipality_pkey PRIMARY KEY (code),
    CONSTRAINT municipality_code_scb CHECK (code ~ '^[0-9]{4}$'),
    CONSTRAINT municipality_land_area_positive CHECK (land_area_km2 > 0),
    CONSTRAINT municipality_geom_valid CHECK (geom is null or public.st_isvalid(geom)),
    CONSTRAINT municipality_slug_key UNIQUE (slug),
    CONSTRAINT municipality_name_key UNIQUE (name)
);

CREATE INDEX municipality_geom_gist ON viauma.municipality USING gist (geom);

COMMENT ON TABLE viauma.municipality IS 'Municipalities of the region and its neighbours';
COMMENT ON COLUMN viauma.municipality.code IS 'SCB code, four digits';
COMMENT ON COLUMN viauma.municipality.slug IS 'Name in addresses';
COMMENT ON COLUMN viauma.municipality.name IS 'Name in Swedish';
COMMENT ON COLUMN viauma.municipality.county IS 'County';
COMMENT ON COLUMN viauma.municipality.is_member IS 'Member of the region, not a neighbour';
COMMENT ON COLUMN viauma.municipality.land_area_km2 IS 'Land area in square kilometres, as published';
COMMENT ON COLUMN viauma.municipality.geom IS 'Outline, EPSG:4326 lon lat';
COMMENT ON COLUMN viauma.municipality.geom_source IS 'Where the outline is from';
COMMENT ON COLUMN viauma.municipality.geom_accuracy_m IS 'How far the outline may be off, metres';
COMMENT ON COLUMN viauma.municipality.source IS 'Where area and name are from';
COMMENT ON COLUMN viauma.municipality.updated_at IS 'Last change';

CREATE TABLE viauma.municipality_population (
    municipality TEXT NOT NULL,
    year INTEGER NOT NULL,
    population INTEGER NOT NULL,
    source TEXT,
    CONSTRAINT municipality_population_pkey PRIMARY KEY (municipality, year),
    CONSTRAINT municipality_population_population_not_negative CHECK (population >= 0),
    CONSTRAINT municipality_population_municipality_fkey FOREIGN KEY(municipality) REFERENCES viauma.municipality (code)
);


COMMENT ON TABLE viauma.municipality_population IS 'Population by municipality and year';
COMMENT ON COLUMN viauma.municipality_population.municipality IS 'SCB code';
COMMENT ON COLUMN viauma.municipality_population.year IS 'Year';
COMMENT ON COLUMN viauma.municipality_population.population IS 'Inhabitants on 31 December';
COMMENT ON COLUMN viauma.municipality_population.source IS 'Where the figure is from';

CREATE TABLE viauma.category (
    key TEXT NOT NULL,
    parent TEXT,
    path TEXT[] NOT NULL,
    labels JSONB NOT NULL,
    definitions JSONB NOT NULL,
    abstract BOOLEAN NOT NULL,
    is_site BOOLEAN NOT NULL,
    is_facility BOOLEAN NOT NULL,
    icon TEXT NOT NULL,
    colour TEXT NOT NULL,
    shape TEXT NOT NULL,
    attributes_schema JSONB NOT NULL,
    mappings JSONB NOT NULL,
    maturity TEXT NOT NULL,
    sort_order INTEGER NOT NULL,
    CONSTRAINT category_pkey PRIMARY KEY (key),
    CONSTRAINT category_key_format CHECK (key ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT category_labels_sv_en CHECK (labels ? 'sv' and labels ? 'en'),
    CONSTRAINT category_colour_hex CHECK (colour ~ '^#[0-9a-f]{6}$'),
    CONSTRAINT category_path_ends_in_key CHECK (path[array_length(path, 1)] = key),
    CONSTRAINT category_parent_fkey FOREIGN KEY(parent) REFERENCES viauma.category (key)
);

CREATE INDEX category_path_ix ON viauma.category USING gin (path);

COMMENT ON TABLE viauma.category IS 'Taxonomy of tourism sites and municipal facilities, a tree';
COMMENT ON COLUMN viauma.category.key IS 'Stable key; never changes';
COMMENT ON COLUMN viauma.category.parent IS 'Key of the node above';
COMMENT ON COLUMN viauma.category.path IS 'Keys from the root to this node, itself included';
COMMENT ON COLUMN viauma.category.labels IS 'Label by language';
COMMENT ON COLUMN viauma.category.definitions IS 'One sentence by language';
COMMENT ON COLUMN viauma.category.abstract IS 'True for groups that no place may carry';
COMMENT ON COLUMN viauma.category.is_site IS 'Default for new places: visitors go there';
COMMENT ON COLUMN viauma.category.is_facility IS 'Default for new places: somebody runs it';
COMMENT ON COLUMN viauma.category.icon IS 'Maki icon name';
COMMENT ON COLUMN viauma.category.colour IS '#rrggbb';
COMMENT ON COLUMN viauma.category.shape IS 'Marker shape; colour is never the only cue';
COMMENT ON COLUMN viauma.category.attributes_schema IS 'JSON Schema 2020-12 of a place''s attributes';
COMMENT ON COLUMN viauma.category.mappings IS 'Equivalents: osm, schema_org, lipas, datatourisme';
COMMENT ON COLUMN viauma.category.maturity IS 'stable or proposed';
COMMENT ON COLUMN viauma.category.sort_order IS 'Position in lists and legends';

CREATE TABLE viauma.category_geometry (
    category TEXT NOT NULL,
    kind TEXT NOT NULL,
    CONSTRAINT category_geometry_pkey PRIMARY KEY (category, kind),
    CONSTRAINT category_geometry_kind_known CHECK (kind in ('point', 'line', 'polygon')),
    CONSTRAINT category_geometry_category_fkey FOREIGN KEY(category) REFERENCES viauma.category (key)
);


COMMENT ON TABLE viauma.category_geometry IS 'Which geometry kinds a category accepts';
COMMENT ON COLUMN viauma.category_geometry.category IS 'Category';
COMMENT ON COLUMN viauma.category_geometry.kind IS 'point, line or polygon';

CREATE TABLE viauma.organisation (
    id UUID DEFAULT viauma.uuid7() NOT NULL,
    slug TEXT NOT NULL,
    names JSONB NOT NULL,
    kind TEXT NOT NULL,
    municipality TEXT,
    CONSTRAINT organisation_pkey PRIMARY KEY (id),
    CONSTRAINT organisation_kind_known CHECK (kind in ('municipality', 'region', 'state', 'eu', 'university', 'company', 'foundation', 'association', 'other')),
    CONSTRAINT organisation_names_sv CHECK (names ? 'sv'),
    CONSTRAINT organisation_slug_key UNIQUE (slug),
    CONSTRAINT organisation_municipality_fkey FOREIGN KEY(municipality) REFERENCES viauma.municipality (code)
);


COMMENT ON TABLE viauma.organisation IS 'Organisations that own, operate, finance or take part';
COMMENT ON COLUMN viauma.organisation.id IS 'UUID version 7';
COMMENT ON COLUMN viauma.organisation.slug IS 'Name in addresses';
COMMENT ON COLUMN viauma.organisation.names IS 'Name by language';
COMMENT ON COLUMN viauma.organisation.kind IS 'Kind of organisation';
COMMENT ON COLUMN viauma.organisation.municipality IS 'Municipality it is or belongs to';
