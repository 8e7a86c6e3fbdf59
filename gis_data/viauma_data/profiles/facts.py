"""One row's cells sorted into the fields of a place, each by the type of its column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from viauma.exchange.findings import Finding, Severity
from viauma_data.profiles.model import ColumnRule
from viauma_data.profiles.texts import UNSTORABLE
from viauma_data.profiles.unfit import Convert, Told, Unfit
from viauma_data.profiles.values import converter

GROUPS = ("fields", "names", "texts", "attributes", "identifiers")


class Step(NamedTuple):
    """One column of the table, bound to the field it becomes."""

    column: str
    group: int
    key: str
    convert: Convert
    rule: ColumnRule


@dataclass(slots=True)
class Facts:
    """What a row says, by kind of field, and what was found out about it."""

    fields: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    misfits: list[str] = field(default_factory=list)
    """Columns whose cells did not fit their types."""

    def add(self, code: str, severity: Severity, message: str, at: tuple[int, str | None]) -> None:
        """Note a finding about a row and its column."""
        said = UNSTORABLE.sub("\ufffd", message)  # a finding is stored as well
        self.findings.append(Finding(code, severity, said, *at))


def steps(
    rules: Sequence[ColumnRule], columns: Mapping[str, str], *, are_guarded: bool = False
) -> list[Step]:
    """Bind the rules whose columns are there and that become a field of a place."""
    return [
        _step(rule, columns[rule.name], converter(rule, are_guarded=are_guarded))
        for rule in rules
        if rule.name in columns and rule.to not in {None, "position"}
    ]


def _step(rule: ColumnRule, column: str, convert: Convert) -> Step:
    group, _, key = (rule.to or "").partition(".")
    whole = rule.to in GROUPS
    if rule.to == "name":
        group, key = "names", "sv"
    at = GROUPS.index(group) if group in GROUPS else 0
    return Step(column, at, "" if whole else key or group, convert, rule)


def read_facts(values: Mapping[str, Any], plan: Sequence[Step], row: int) -> Facts:
    """Read a row's cells; what does not fit is told and left out."""
    facts = Facts()
    groups = (facts.fields, facts.names, facts.texts, facts.attributes, facts.identifiers)
    get = values.get
    for column, group, key, convert, _rule in plan:
        raw = get(column)
        if raw is None or raw == "":
            continue
        try:
            value = convert(raw)
        except Unfit as unfit:
            facts.add(unfit.code, unfit.severity, unfit.message, (row, column))
            facts.misfits.append(column)
            continue
        if value.__class__ is Told:
            for code, message in value.notes:
                facts.add(code, Severity.NOTE, message, (row, column))
            value = value.value
        if value is None or value == "":
            continue
        if key:
            groups[group].setdefault(key, value)
        else:
            groups[group].update(value)
    return facts
