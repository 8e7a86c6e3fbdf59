"""The report of an import as text: readable by somebody who has not seen the file."""

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from viauma.cli import tables

if TYPE_CHECKING:
    from viauma.exchange.findings import Evidence
    from viauma_data.importing import Report
    from viauma_data.importing.tally import Told

WIDEST = 120


def told(report: "Report", width: int | None = None) -> str:
    """Lay out a report, lines no longer than the terminal."""
    columns = width or min(shutil.get_terminal_size((100, 24)).columns, WIDEST)
    lines: list[str] = []
    for paragraph in _paragraphs(report):
        for line in paragraph:
            indent = len(line) - len(line.lstrip()) + 4
            lines += textwrap.wrap(
                printable(line),
                columns,
                subsequent_indent=" " * indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        lines.append("")
    return "\n".join(lines)


def summary(done: "Sequence[tuple[str, Report | None]]") -> str:
    """Lay out what became of the files of a folder; None: one was refused."""
    head = ["File", "Rows", "New", "Changed", "Same", "Waiting"]
    rows = [[printable(name), *_summed(report)] for name, report in done]
    refused = sum(report is None for _, report in done)
    told = f", {refused} of them refused" if refused else ""
    return tables.table(head, rows, right=set(head[1:])) + f"{len(done)} files{told}\n"


def _summed(report: "Report | None") -> list[str]:
    if report is None:
        return ["refused", "", "", "", ""]
    stored = report.outcome.stored
    counts = (stored.created, stored.updated, stored.unchanged, report.outcome.quarantined)
    return [f"{count:,}" for count in (report.rows, *counts)]


def printable(text: str) -> str:
    """Show what a terminal would obey instead of printing it; line breaks become blanks."""
    joined = " ".join(text.split()) if any(map(text.__contains__, "\r\n\t\xa0")) else text
    return "".join(one if one.isprintable() else "�" for one in joined)


def _paragraphs(report: "Report") -> Iterator[list[str]]:
    yield list(_head(report))
    yield ["Understood from the file", *map(_evidence, report.evidence)]
    yield ["What became of the rows", *_counts(report)]
    if report.findings:
        yield ["Found", *map(_finding, report.findings)]
    if report.not_taken:
        yield ["Columns not taken over", *_columns(report)]
    following = list(_next(report))
    if following:
        yield ["What to do next", *following]


def _head(report: "Report") -> Iterator[str]:
    if report.broken_off_at:
        yield (
            f"The last import of '{report.source}' was broken off; it had begun at "
            f"{report.broken_off_at:%Y-%m-%d %H:%M} UTC and stored nothing. This one started again."
        )
    done = "tried; nothing was stored" if report.is_trial else "imported"
    yield f"{report.file}: {_rows(report.rows)}, {done}"
    if report.is_own:
        yield f"Each row keeps its own source and licence; the import is known as '{report.source}'"
        return
    credit = f", attribution '{report.attribution}'" if report.attribution else ""
    yield f"Kept as source '{report.source}', licence {report.licence}{credit}"


def _evidence(one: "Evidence") -> str:
    option = f" (else: {one.option})" if one.option else ""
    return f"  {one.about}: {one.value}, because {one.because}{option}"


def _counts(report: "Report") -> Iterator[str]:
    outcome, stored = report.outcome, report.outcome.stored
    yield _count(stored.created, "new")
    yield _count(stored.updated, "changed")
    yield _count(stored.unchanged, "as before")
    if outcome.likely_known:
        yield _count(outcome.likely_known, "pairs of a new place and one that may be the same")
    if not outcome.is_looked_through:
        yield "  The new rows are too many to look for places that are here already."
    waited = outcome.quarantined - outcome.newly_quarantined
    before = f", {waited:,} of them waited before" if waited else ""
    yield _count(outcome.quarantined, f"wait in quarantine{before}")
    if outcome.decided:
        yield _count(outcome.decided, "as somebody decided before, since the source says the same")
    for reason, count in sorted(report.left_out.items()):
        yield _count(count, f"left out: {reason}")
    if report.not_closed:
        yield f"  Nothing is proposed to be closed: {report.not_closed}."
    elif outcome.gone:
        proposed = f"{outcome.proposed:,} newly proposed to be closed"
        held = f"{outcome.held:,} are another source's too; " if outcome.held else ""
        yield _count(outcome.gone, f"places of the source are not in the file; {held}{proposed}")
    if outcome.withdrawn:
        yield _count(outcome.withdrawn, "are back; the proposal to close them is withdrawn")


def _count(number: int, words: str) -> str:
    # Blanks that cannot break keep the number's column.
    return f"  {number:,}".rjust(11) + f"  {words}"


def _finding(one: "Told") -> str:
    first = one.examples[0]
    numbers = [example.row for example in one.examples if example.row is not None]
    where = [str(number) for number in dict.fromkeys(numbers)]
    column = f", column {first.column}" if first.column else ""
    rows = ""
    if where:
        others = one.count - len(numbers)
        more = f" and {others:,} more" if others else ""
        rows = f" (row{'s' if len(where) > 1 else ''} {', '.join(where)}{more}{column})"
    times = f", {one.count:,} times" if one.count > 1 else ""
    return f"  {one.severity.upper()} {one.code}{times}: {first.message}{rows}"


def _columns(report: "Report") -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for name, reason in report.not_taken:
        by_reason.setdefault(reason, []).append(name)
    for reason, names in by_reason.items():
        yield f"  {', '.join(names)}: {reason}"


def _next(report: "Report") -> Iterator[str]:
    if report.is_trial:
        yield "  Leave out --dry-run to store this."
        return
    if report.outcome.quarantined:
        yield f"  viauma quarantine list --source {report.source}"
    if report.outcome.likely_known:
        yield f"  viauma duplicates list --run {report.run}"
    if not report.outcome.is_looked_through:
        yield f"  viauma duplicates find --source {report.source}"
    if report.outcome.proposed:
        yield f"  viauma proposals list --source {report.source}"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
