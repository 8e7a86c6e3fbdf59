"""The records that pages are about: one place, the few municipalities, the few projects."""

import json
from typing import Any

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.places.queries import item_question
from viauma_api.service import Service

Feature = dict[str, Any]


async def place(service: Service, reference: str) -> Feature | None:
    """Find a public place by id or slug."""
    if "\x00" in reference:
        return None
    rows = await service.lane.fetch(item_question(reference))
    return json.loads(rows[0][0]) if rows else None


async def municipalities(service: Service) -> list[Feature]:
    """List the municipalities with their outlines, members first; remembered until a change."""
    return await _remembered(service, "municipality_features")


async def projects(service: Service) -> list[Feature]:
    """List the projects; remembered until a change."""
    return await _remembered(service, "published_projects")


async def _remembered(service: Service, statement: str) -> list[Feature]:
    async def ask() -> list[Feature]:
        rows = await service.lane.fetch(Question(named_sql(statement), {}))
        return [json.loads(row[0]) for row in rows]

    return await service.remembered(statement, ask)
