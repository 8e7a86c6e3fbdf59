"""The ledger of imports, written around each reading of a source."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from viauma import clock
from viauma.exchange.models import ImportRun
from viauma.places.rules import Stored


def record_import(
    session: Session, *, source: str, actor: str, store: Callable[[], Stored]
) -> Stored:
    """Run an import and leave its entry in the ledger, in the same transaction."""
    started_at = clock.now()
    stored = store()
    session.add(
        ImportRun(
            source=source,
            actor=actor,
            started_at=started_at,
            finished_at=clock.now(),
            created=stored.created,
            updated=stored.updated,
            unchanged=stored.unchanged,
        )
    )
    session.flush()
    return stored
