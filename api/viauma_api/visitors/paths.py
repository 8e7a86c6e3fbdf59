"""Where each of the visitor's pages stands, below the language; the one place that spells it."""

from urllib.parse import quote, urlencode

from viauma_api.visitors.language import Language

HOME = "/{language:language}/"
PLACE = "/{language:language}/places/{slug}"
CATEGORIES = "/{language:language}/categories"
CATEGORY = "/{language:language}/categories/{key}"
MUNICIPALITIES = "/{language:language}/municipalities"
MUNICIPALITY = "/{language:language}/municipalities/{slug}"
PROJECTS = "/{language:language}/projects"
PROJECT = "/{language:language}/projects/{slug}"
PLAN = "/{language:language}/plan"
PLAN_GPX = "/{language:language}/plan.gpx"
PLAN_ICS = "/{language:language}/plan.ics"
PLAN_QR = "/{language:language}/plan/qr.svg"
EMBED = "/{language:language}/embed"
ABOUT = "/{language:language}/about"
PRIVACY = "/{language:language}/privacy"
OFFLINE = "/{language:language}/offline"
OFFLINE_MAP = "/{language:language}/offline/map"
WEB_MANIFEST = "/{language:language}/manifest.webmanifest"
ACCESSIBILITY = "/{language:language}/accessibility"
STILL = "/{language:language}/map.svg"


class Paths:
    """The addresses in one language, below the landing page's."""

    def __init__(self, base: str, language: Language) -> None:
        self.base = base
        self.language = language
        self.home = f"{base}/{language}/"

    def page(self, *parts: str, **query: str) -> str:
        """Spell a page's address from the parts of its path."""
        path = "/".join(quote(part, safe="") for part in parts)
        return f"{self.home}{path}" + (f"?{urlencode(query)}" if query else "")

    def place(self, slug: str) -> str:
        """Spell a place's page."""
        return self.page("places", slug)

    def category(self, key: str) -> str:
        """Spell a category's page."""
        return self.page("categories", key)

    def municipality(self, slug: str) -> str:
        """Spell a municipality's page."""
        return self.page("municipalities", slug)

    def project(self, slug: str) -> str:
        """Spell a project's page."""
        return self.page("projects", slug)
