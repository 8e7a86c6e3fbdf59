"""What holds for tables of every format: names of columns, round counts."""

from collections.abc import Iterable, Sequence

from viauma.exchange.findings import Finding, Severity

MARK = "\ufeff"
_PAGE = 1_000


def named_columns(raw: Sequence[str]) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Give each column a name of its own: without marks and blanks around it, and never twice."""
    names: list[str] = []
    findings: list[Finding] = []
    for number, one in enumerate(raw, start=1):
        name = one.replace(MARK, "").strip() or f"column_{number}"
        if MARK in one:
            findings.append(bom_in_name(name))
        if name in names:
            again = _free(name, names)
            findings.append(_twice(name, again))
            name = again
        names.append(name)
    return tuple(names), tuple(findings)


def round_count(rows: int) -> tuple[Finding, ...]:
    """Note a number of rows at which programs cut: a thousand, a page of ten thousand."""
    if rows < _PAGE or rows % _PAGE:
        return ()
    message = f"The table has exactly {rows} rows; a service may have cut it at that number."
    return (Finding("round-row-count", Severity.NOTE, message),)


def _free(name: str, taken: Iterable[str]) -> str:
    number = 2
    while f"{name}.{number}" in taken:
        number += 1
    return f"{name}.{number}"


def bom_in_name(name: str) -> Finding:
    """Say that a byte order mark was taken out of a name."""
    message = f"A byte order mark stood in the name of column '{name}' and was taken away."
    return Finding("bom-in-name", Severity.NOTE, message, column=name)


def _twice(name: str, again: str) -> Finding:
    message = f"There are several columns '{name}'; this one is called '{again}'."
    return Finding("column-twice", Severity.NOTE, message, column=again)
