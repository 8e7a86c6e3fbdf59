"""One file, from its bytes to the register, in one transaction, with a report."""

import errno
import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from viauma.errors import InvalidInput, Unavailable
from viauma.exchange.findings import Evidence
from viauma.imports.rules import Incoming, Outcome
from viauma.imports.runs import Beginning, Run, running, trying
from viauma.imports.taking_in import take_in
from viauma.progress import Progress, Timed, silent
from viauma.provenance.actions import ensure_source
from viauma.provenance.queries import source_named
from viauma.settings import Settings
from viauma_data.importing.asked import Asked
from viauma_data.importing.incoming import incoming
from viauma_data.importing.outlines import without_outlines
from viauma_data.importing.planning import Plan, apart, planned, shown_name, source_of
from viauma_data.importing.report import Report
from viauma_data.importing.tally import Tally
from viauma_data.profiles.context import Context
from viauma_data.profiles.known import known_profiles
from viauma_data.profiles.names import not_taken
from viauma_data.reading import limits_of, open_tables
from viauma_data.reading.table import Table

CUT = ("truncated",)
PERHAPS_CUT = ("round-row-count",)


def import_file(
    settings: Settings, asked: Asked, *, actor: str, progress: Progress = silent
) -> Report:
    """Import one file, or try to.

    Parameters
    ----------
    settings
        Say which database, and what an operator lets be read.
    asked
        The file and what a person says about it.
    actor
        Who imports.
    progress
        Is told how many rows are checked, then how many are stored.

    Raises
    ------
    InvalidInput
        The file cannot be read or understood; the sentence says why. Nothing is stored.
    Conflict
        Another import of the source is at work, or the database refuses a row.
    """
    name = shown_name(asked.where)
    told = Timed(progress)
    with _room_told(), _opened(settings, asked, told) as tables:
        kept, outlines = without_outlines(_filled(tables, name))
        known = known_profiles(settings.importing.profiles)
        filled, beside = apart(kept, asked, known)
        plans = [planned(table, asked, known, told) for table in filled]
        source, named = source_of(plans, asked, name)
        begins = _beginning(plans, asked, source, actor)
        with (trying if asked.is_trial else running)(settings, begins) as run:
            credited = asked if _is_own(plans) else _credited(run, source, asked)
            imported = _Import(credited, plans, source, left_out=outlines)
            outcome = take_in(
                run,
                source,
                imported.rows(),
                is_whole=lambda: imported.why_whole_is_unsure() is None,
                many_may_be_gone=asked.yes,
                watched=imported.tally.watched,
                readers_may_wait=asked.readers_may_wait,
                progress=_knowing(_all_rows(plans), told),
            )
            _refuse_what_waits(asked, outcome)
        told.mark("closed")
        return _report(imported, run, outcome, [*beside, named], told)


def _beginning(plans: Sequence[Plan], asked: Asked, source: str, actor: str) -> Beginning:
    name = shown_name(asked.where)
    return Beginning(
        source=source,
        actor=actor,
        reason=f"Import of {name}",
        file=name,
        profile=", ".join(dict.fromkeys(plan.profile.key for plan in plans)),
        crs=", ".join(dict.fromkeys(plan.layout.crs for plan in plans)),
        options=asked.said,
        **_digest(asked.where),
    )


def _is_own(plans: Sequence[Plan]) -> bool:
    """Tell whether an export of Via Uma comes back, whose rows name their own sources."""
    return any(plan.profile.own for plan in plans)


def _refuse_what_waits(asked: Asked, outcome: Outcome) -> None:
    if asked.is_strict and outcome.quarantined and not asked.is_trial:
        raise InvalidInput(
            "--strict",
            f"{outcome.quarantined:,} rows would wait in quarantine, so nothing was stored; "
            "--dry-run tells which",
        )


def _report(
    imported: "_Import", run: Run, outcome: Outcome, beside: Sequence[Evidence], told: Timed
) -> Report:
    asked, plans = imported.asked, imported.plans
    licences = dict.fromkeys(asked.licence or plan.profile.licence for plan in plans)
    return Report(
        file=shown_name(asked.where),
        is_trial=asked.is_trial,
        source=imported.source,
        licence=", ".join(licences),
        attribution=asked.attribution or plans[0].profile.attribution,
        evidence=list(dict.fromkeys(chain(*(plan.evidence for plan in plans), beside))),
        rows=imported.tally.rows + sum(imported.left_out.values()),
        outcome=outcome,
        findings=imported.tally.told,
        left_out=dict(imported.left_out),
        not_taken=list(dict.fromkeys(chain(*map(_not_taken, plans)))),
        not_closed=imported.why_whole_is_unsure(),
        broken_off_at=run.broken_off_at,
        is_own=_is_own(plans),
        run=None if asked.is_trial else str(run.id),
        seconds=round(sum(told.spent.values()), 1),
        steps={step: round(seconds, 3) for step, seconds in told.spent.items()},
    )


def _credited(run: Run, source: str, asked: Asked) -> Asked:
    """Fill in what is known of the source, and remember what is said of it for the first time."""
    ensure_source(run.session, source, licence=asked.licence, attribution=asked.attribution)
    known = source_named(run.session, source)
    return replace(
        asked,
        licence=asked.licence or known.licence,
        attribution=asked.attribution or known.attribution,
    )


@dataclass(slots=True)
class _Import:
    """The rows of all tables of a file, and what is found while they pass."""

    asked: Asked
    plans: Sequence[Plan]
    source: str
    tally: Tally = field(default_factory=Tally)
    left_out: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for plan in self.plans:
            self.tally.add((*plan.table.findings, *plan.layout.findings))

    def rows(self) -> Iterator[Incoming]:
        for plan in self.plans:
            context = Context(
                source=self.source,
                columns=plan.table.columns,
                licence=self.asked.licence,
                attribution=self.asked.attribution,
                observed_on=self.asked.observed_on,
                category=self.asked.category,
                are_guarded=plan.is_own_text,
                left_out=self.left_out,
            )
            yield from incoming(plan, context, self.tally.add)

    def why_whole_is_unsure(self) -> str | None:
        """Say why what the file lacks need not be gone; None: it is all that the source has."""
        if _is_own(self.plans):
            return "an export need not have all that its sources have"
        if self.tally.has(*CUT):
            return "the file was cut off"
        if self.asked.layer:
            return "only one layer of the file was read"
        if self.tally.has(*PERHAPS_CUT) and not self.asked.yes:
            return "so round a number of rows may have been cut (--yes: it was not)"
        return None


def _opened(
    settings: Settings, asked: Asked, progress: Progress
) -> AbstractContextManager[list[Table]]:
    return open_tables(
        asked.where,
        encoding=asked.encoding,
        delimiter=asked.delimiter,
        layer=asked.layer,
        limits=limits_of(settings.importing),
        allow_private=settings.importing.private_addresses,
        progress=progress,
    )


@contextmanager
def _room_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise Unavailable(
            f"There is no room left in {tempfile.gettempdir()}, where an import keeps rows for a "
            "while; nothing was stored. Make room, or set TMPDIR, and repeat the command."
        ) from error


def _all_rows(plans: Sequence[Plan]) -> int | None:
    counts = [plan.table.row_count for plan in plans]
    return sum(filter(None, counts)) if None not in counts else None


def _knowing(rows: int | None, progress: Progress) -> Progress:
    """Add how many rows there will be to what is told of checking them."""

    def told(step: str, done: int, total: int | None) -> None:
        progress(step, done, total or (rows if step == "checked" else None))

    return told


def _filled(tables: Sequence[Table], name: str) -> list[Table]:
    filled = [table for table in tables if next(iter(table.read()), None) is not None]
    if not filled:
        raise InvalidInput(name, "has no rows")
    return filled


def _digest(where: str) -> dict[str, Any]:
    path = Path(where)
    if "://" in where or not path.is_file():
        return {}
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file_sha256": digest, "file_size": path.stat().st_size}


def _not_taken(plan: Plan) -> Iterator[tuple[str, str]]:
    positions = set(plan.layout.columns)
    return (
        pair for pair in not_taken(plan.profile, plan.table.columns) if pair[0] not in positions
    )
