"""The region's own data set: places, municipalities, population, localities and projects."""

from viauma_data.region.localities import LOCALITY_COLUMNS, LocalityRecord, localities
from viauma_data.region.places import PLACE_COLUMNS, PlaceRecord, read_places
from viauma_data.region.projects import (
    BudgetRecord,
    ContactRecord,
    FundingRecord,
    MilestoneRecord,
    OrganisationRecord,
    PartyRecord,
    ProjectRecord,
    read_organisations,
    read_projects,
)
from viauma_data.region.statistics import (
    MUNICIPALITY_COLUMNS,
    POPULATION_COLUMNS,
    MunicipalityRecord,
    PopulationRecord,
    read_municipalities,
    read_population,
)

__all__ = [
    "LOCALITY_COLUMNS",
    "MUNICIPALITY_COLUMNS",
    "PLACE_COLUMNS",
    "POPULATION_COLUMNS",
    "BudgetRecord",
    "ContactRecord",
    "FundingRecord",
    "LocalityRecord",
    "MilestoneRecord",
    "MunicipalityRecord",
    "OrganisationRecord",
    "PartyRecord",
    "PlaceRecord",
    "PopulationRecord",
    "ProjectRecord",
    "localities",
    "read_municipalities",
    "read_organisations",
    "read_places",
    "read_population",
    "read_projects",
]
