CREATE TABLE viauma.project (
    id UUID DEFAULT viauma.uuid7() NOT NULL,
    slug TEXT NOT NULL,
    kind TEXT NOT NULL,
    titles JSONB NOT NULL,
    summaries JSONB NOT NULL,
    during DATERANGE,
    time_frame_wording TEXT,
    part_of UUID,
    source TEXT NOT NULL,
    source_section TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    CONSTRAINT project_pkey PRIMARY KEY (id),
    CONSTRAINT project_slug_format CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT project_kind_known CHECK (kind in ('project', 'programme', 'activity', 'study')),
    CONSTRAINT project_titles_sv CHECK (titles ? 'sv'),
    CONSTRAINT project_during_not_empty CHECK (not isempty(during)),
    CONSTRAINT project_slug_key UNIQUE (slug),
    CONSTRAINT project_part_of_fkey FOREIGN KEY(part_of) REFERENCES viauma.project (id)
);


COMMENT ON TABLE viauma.project IS 'Development projects of the region';
COMMENT ON COLUMN viauma.project.id IS 'UUID version 7';
COMMENT ON COLUMN viauma.project.slug IS 'Name in addresses';
COMMENT ON COLUMN viauma.project.kind IS 'project, programme, activity or study';
COMMENT ON COLUMN viauma.project.titles IS 'Title by language';
COMMENT ON COLUMN viauma.project.summaries IS 'Summary by language';
COMMENT ON COLUMN viauma.project.during IS 'Time frame, half-open; an unknown end is unbounded; null: unknown';
COMMENT ON COLUMN viauma.project.time_frame_wording IS 'The source''s words, where they say less than a date';
COMMENT ON COLUMN viauma.project.part_of IS 'Project it is a part of';
COMMENT ON COLUMN viauma.project.source IS 'Document it is from';
COMMENT ON COLUMN viauma.project.source_section IS 'Where in the document';
COMMENT ON COLUMN viauma.project.created_at IS 'First stored';
COMMENT ON COLUMN viauma.project.updated_at IS 'Last changed';
COMMENT ON COLUMN viauma.project.version IS 'Counts writes; kept by trigger';

CREATE TABLE viauma.project_party (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    project UUID NOT NULL,
    organisation UUID NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT project_party_pkey PRIMARY KEY (id),
    CONSTRAINT project_party_role_known CHECK (role in ('owner', 'partner', 'participant', 'performer')),
    CONSTRAINT project_party_project_fkey FOREIGN KEY(project) REFERENCES viauma.project (id) ON DELETE CASCADE,
    CONSTRAINT project_party_organisation_fkey FOREIGN KEY(organisation) REFERENCES viauma.organisation (id)
);

CREATE UNIQUE INDEX project_party_once ON viauma.project_party (project, organisation, role);

COMMENT ON TABLE viauma.project_party IS 'Who takes part in a project, and as what';
COMMENT ON COLUMN viauma.project_party.project IS 'Project';
COMMENT ON COLUMN viauma.project_party.organisation IS 'Who';
COMMENT ON COLUMN viauma.project_party.role IS 'owner, partner, participant or performer';

CREATE TABLE viauma.project_budget_line (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    project UUID NOT NULL,
    scope TEXT NOT NULL,
    year INTEGER,
    labels JSONB DEFAULT '{}' NOT NULL,
    amount NUMERIC(14, 2) NOT NULL,
    currency TEXT DEFAULT 'SEK' NOT NULL,
    basis TEXT NOT NULL,
    wording TEXT,
    CONSTRAINT project_budget_line_pkey PRIMARY KEY (id),
    CONSTRAINT project_budget_line_amount_not_negative CHECK (amount >= 0 and amount <> 'NaN'),
    CONSTRAINT project_budget_line_currency_iso4217 CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT project_budget_line_scope_known CHECK (scope in ('total', 'year', 'part')),
    CONSTRAINT project_budget_line_year_when_yearly CHECK ((scope = 'year') = (year is not null)),
    CONSTRAINT project_budget_line_basis_known CHECK (basis in ('stated', 'derived')),
    CONSTRAINT project_budget_line_project_fkey FOREIGN KEY(project) REFERENCES viauma.project (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX project_budget_line_total_once ON viauma.project_budget_line (project) WHERE scope = 'total';
CREATE UNIQUE INDEX project_budget_line_year_once ON viauma.project_budget_line (project, year) WHERE scope = 'year';

COMMENT ON TABLE viauma.project_budget_line IS 'Budget of a project, exact kronor, with the source''s wording';
COMMENT ON COLUMN viauma.project_budget_line.project IS 'Project';
COMMENT ON COLUMN viauma.project_budget_line.scope IS 'total, year or part (of the total)';
COMMENT ON COLUMN viauma.project_budget_line.year IS 'Calendar year';
COMMENT ON COLUMN viauma.project_budget_line.labels IS 'What part, by language';
COMMENT ON COLUMN viauma.project_budget_line.amount IS 'Amount';
COMMENT ON COLUMN viauma.project_budget_line.currency IS 'ISO 4217';
COMMENT ON COLUMN viauma.project_budget_line.basis IS 'stated, or derived from a stated figure';
COMMENT ON COLUMN viauma.project_budget_line.wording IS 'The source''s words';

CREATE TABLE viauma.project_funding (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    project UUID NOT NULL,
    financier UUID NOT NULL,
    year INTEGER,
    amount NUMERIC(14, 2),
    currency TEXT DEFAULT 'SEK' NOT NULL,
    basis TEXT NOT NULL,
    wording TEXT,
    CONSTRAINT project_funding_pkey PRIMARY KEY (id),
    CONSTRAINT project_funding_amount_not_negative CHECK (amount >= 0 and amount <> 'NaN'),
    CONSTRAINT project_funding_currency_iso4217 CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT project_funding_basis_known CHECK (basis in ('stated', 'derived')),
    CONSTRAINT project_funding_project_fkey FOREIGN KEY(project) REFERENCES viauma.project (id) ON DELETE CASCADE,
    CONSTRAINT project_funding_financier_fkey FOREIGN KEY(financier) REFERENCES viauma.organisation (id)
);

CREATE UNIQUE INDEX project_funding_once ON viauma.project_funding (project, financier, year) NULLS NOT DISTINCT;

COMMENT ON TABLE viauma.project_funding IS 'Who pays for a project, per year where known';
COMMENT ON COLUMN viauma.project_funding.project IS 'Project';
COMMENT ON COLUMN viauma.project_funding.financier IS 'Who pays';
COMMENT ON COLUMN viauma.project_funding.year IS 'Calendar year; null: whole project';
COMMENT ON COLUMN viauma.project_funding.amount IS 'null: unknown';
COMMENT ON COLUMN viauma.project_funding.currency IS 'ISO 4217';
COMMENT ON COLUMN viauma.project_funding.basis IS 'stated, or derived from a stated figure';
COMMENT ON COLUMN viauma.project_funding.wording IS 'The source''s words';

CREATE TABLE viauma.project_contact (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    project UUID NOT NULL,
    name TEXT NOT NULL,
    roles JSONB DEFAULT '{}' NOT NULL,
    organisation UUID,
    consent TEXT DEFAULT 'unknown' NOT NULL,
    CONSTRAINT project_contact_pkey PRIMARY KEY (id),
    CONSTRAINT project_contact_consent_known CHECK (consent in ('given', 'refused', 'unknown')),
    CONSTRAINT project_contact_project_fkey FOREIGN KEY(project) REFERENCES viauma.project (id) ON DELETE CASCADE,
    CONSTRAINT project_contact_organisation_fkey FOREIGN KEY(organisation) REFERENCES viauma.organisation (id)
);


COMMENT ON TABLE viauma.project_contact IS 'Contact persons; published only when consent is given';
COMMENT ON COLUMN viauma.project_contact.project IS 'Project';
COMMENT ON COLUMN viauma.project_contact.name IS 'Name';
COMMENT ON COLUMN viauma.project_contact.roles IS 'Role by language';
COMMENT ON COLUMN viauma.project_contact.organisation IS 'Where the person works';
COMMENT ON COLUMN viauma.project_contact.consent IS 'Consent to publication';

CREATE TABLE viauma.project_milestone (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    project UUID NOT NULL,
    labels JSONB NOT NULL,
    during DATERANGE,
    CONSTRAINT project_milestone_pkey PRIMARY KEY (id),
    CONSTRAINT project_milestone_during_not_empty CHECK (not isempty(during)),
    CONSTRAINT project_milestone_project_fkey FOREIGN KEY(project) REFERENCES viauma.project (id) ON DELETE CASCADE
);


COMMENT ON TABLE viauma.project_milestone IS 'Stages and decisions of a project';
COMMENT ON COLUMN viauma.project_milestone.project IS 'Project';
COMMENT ON COLUMN viauma.project_milestone.labels IS 'Label by language';
COMMENT ON COLUMN viauma.project_milestone.during IS 'When, half-open';

CREATE TABLE viauma.project_municipality (
    project UUID NOT NULL,
    municipality TEXT NOT NULL,
    basis TEXT,
    CONSTRAINT project_municipality_pkey PRIMARY KEY (project, municipality),
    CONSTRAINT project_municipality_project_fkey FOREIGN KEY(project) REFERENCES viauma.project (id) ON DELETE CASCADE,
    CONSTRAINT project_municipality_municipality_fkey FOREIGN KEY(municipality) REFERENCES viauma.municipality (code)
);


COMMENT ON TABLE viauma.project_municipality IS 'Municipalities a project concerns';
COMMENT ON COLUMN viauma.project_municipality.project IS 'Project';
COMMENT ON COLUMN viauma.project_municipality.municipality IS 'SCB code';
COMMENT ON COLUMN viauma.project_municipality.basis IS 'What in the source says so';

CREATE TABLE viauma.project_category (
    project UUID NOT NULL,
    category TEXT NOT NULL,
    CONSTRAINT project_category_pkey PRIMARY KEY (project, category),
    CONSTRAINT project_category_project_fkey FOREIGN KEY(project) REFERENCES viauma.project (id) ON DELETE CASCADE,
    CONSTRAINT project_category_category_fkey FOREIGN KEY(category) REFERENCES viauma.category (key)
);


COMMENT ON TABLE viauma.project_category IS 'Categories of places a project concerns';
COMMENT ON COLUMN viauma.project_category.project IS 'Project';
COMMENT ON COLUMN viauma.project_category.category IS 'Category';

CREATE TABLE viauma.project_place (
    project UUID NOT NULL,
    place UUID NOT NULL,
    relation TEXT,
    CONSTRAINT project_place_pkey PRIMARY KEY (project, place),
    CONSTRAINT project_place_project_fkey FOREIGN KEY(project) REFERENCES viauma.project (id) ON DELETE CASCADE,
    CONSTRAINT project_place_place_fkey FOREIGN KEY(place) REFERENCES viauma.place (id)
);


COMMENT ON TABLE viauma.project_place IS 'Places a project built, improved or concerns';
COMMENT ON COLUMN viauma.project_place.project IS 'Project';
COMMENT ON COLUMN viauma.project_place.place IS 'Place';
COMMENT ON COLUMN viauma.project_place.relation IS 'What it did there';

call viauma.keep_history('project', 'r.id::text');
call viauma.keep_history('project_party', 'r.id::text');
call viauma.keep_history('project_budget_line', 'r.id::text');
call viauma.keep_history('project_funding', 'r.id::text');
call viauma.keep_history('project_contact', 'r.id::text');
call viauma.keep_history('project_milestone', 'r.id::text');
call viauma.keep_history('project_municipality', $$r.project || '/' || r.municipality$$);
call viauma.keep_history('project_category', $$r.project || '/' || r.category$$);
call viauma.keep_history('project_place', $$r.project || '/' || r.place$$);

create trigger project_count_version before update on viauma.project
    for each row execute function viauma.count_version();
