"""What else a search may have meant: a category or a municipality, with how many places it has."""

from typing import NamedTuple

from viauma.errors import InvalidInput
from viauma.search.gazetteer import matched
from viauma.search.queries import named_in
from viauma.search.rules import Match, parse_typed
from viauma_api.service import Service
from viauma_api.visitors.choices import Choices
from viauma_api.visitors.listing import occurring
from viauma_api.visitors.words import Voice

MOST = 3


class Offer(NamedTuple):
    """A filter that answers what was typed in another way than names do."""

    label: str
    text: str
    places: int


async def offers(service: Service, q: str, voice: Voice) -> list[Offer]:
    """Offer the categories and municipalities that are called what was typed."""
    try:
        typed = parse_typed(q)
    except InvalidInput:
        return []
    known = await service.known_by_heart()
    counts = await occurring(service)
    spoken = (one.suggestions[voice.language] for one in known.municipality_entries)
    names = {one.id: one.name for one in spoken}
    labels = {one.key: voice.pick(one.labels) for one in known.categories}
    found: list[Offer] = []
    meant = matched(known.municipality_entries, typed, voice.language)
    for code in (one.suggestion.id for one in meant if one.rank.match <= Match.WORD):
        total = sum(by_code.get(code, 0) for by_code in counts.values())
        found.append(Offer(names[code], Choices(municipalities=(code,)).text, total))
    keys, within = named_in(typed, known)
    for key in keys:
        by_code = counts.get(key, {})
        total = by_code.get(within, 0) if within else sum(by_code.values())
        label = f"{labels[key]}, {names[within]}" if within else labels[key]
        chosen = Choices(categories=(key,), municipalities=(within,) if within else ())
        found.append(Offer(label, chosen.text, total))
    return [one for one in found if one.places][:MOST]
