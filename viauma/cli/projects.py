"""`viauma projects`: the ledger, for people inside the house."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from viauma.cli import tables
from viauma.cli.output import checked_format, write
from viauma.db.session import reading
from viauma.errors import InvalidInput
from viauma.exchange.formats import write_csv
from viauma.projects.queries import contacts_of, published_project, published_projects
from viauma.projects.rules import YearAccount, accounts_from_feature
from viauma.settings import Settings

app = typer.Typer(
    help="Development projects: budgets, financiers, time frames, contacts.", no_args_is_help=True
)

REPORT_COLUMNS = (
    "slug", "title", "line", "what", "year", "budget", "funded", "not_accounted_for", "currency",
    "financiers_of_unknown_amount", "municipalities", "places",
)  # fmt: skip

FIGURES = ("budget", "funded", "not_accounted_for")


@app.command("list")
def list_projects() -> None:
    """List all projects with time frame and budget."""
    with reading(Settings()) as session:
        features = published_projects(session)
    rows = [
        [p["slug"], p["name"], p["kind"], _frame(p), money(_decimal(p["budget_total"]))]
        for p in (feature["properties"] for feature in features)
    ]
    head = ["Slug", "Title", "Kind", "Time frame", "Budget (SEK)"]
    write(tables.table(head, rows, right={"Budget (SEK)"}), None)


@app.command()
def show(slug: Annotated[str, typer.Argument(help="Slug or id.")]) -> None:
    """Show one project, with its contacts and whether they may be published."""
    with reading(Settings()) as session:
        properties = published_project(session, slug)["properties"]
        contacts = contacts_of(session, properties["slug"])
    write("\n".join([*_facts(properties), *map(_contact, contacts), "", _money(properties)]), None)


@app.command()
def report(
    slug: Annotated[str | None, typer.Argument(help="One project; left out: all of them.")] = None,
    *,
    format_: Annotated[
        str, typer.Option("--format", help="table, csv or html (with a map).")
    ] = "table",
    out: Annotated[Path | None, typer.Option(help="Write to this file; html: directory.")] = None,
) -> None:
    """Report budget, funding and what is not accounted for, by year and in all."""
    checked_format(format_, ("table", "csv", "html"))
    if format_ == "html":
        if slug:
            raise InvalidInput("--format", "html shows all projects on one map; leave the name out")
        _page(out)
        return
    with reading(Settings()) as session:
        found = [published_project(session, slug)] if slug else published_projects(session)
    rows = [row for feature in found for row in _report_rows(feature["properties"])]
    write(write_csv(REPORT_COLUMNS, rows) if format_ == "csv" else _report_table(rows), out)


def money(amount: Decimal | None) -> str:
    """Write exact kronor with thin groups: 1 500 000, or 1 500 000,50; None is unknown."""
    if amount is None:
        return "unknown"
    whole, _, ore = f"{abs(amount):.2f}".partition(".")
    sign = "-" if amount < 0 else ""
    decimals = "" if ore == "00" else f",{ore}"
    return sign + f"{int(whole):,}".replace(",", " ") + decimals


def _page(out: Path | None) -> None:
    from viauma.cli.maps import build

    build(recipe=["projects"], out=out)


def _report_rows(p: dict[str, Any]) -> list[dict[str, Any]]:
    shared = {
        "slug": p["slug"],
        "title": p["name"],
        "currency": p["currency"],
        "municipalities": " ".join(p["municipalities"]),
        "places": len(p["places"]),
    }
    total, years = accounts_from_feature(p)
    return [
        {**shared, **row}
        for row in (
            *map(_financier_row, p["funding"]),
            *(_part_row(line) for line in p["budget"] if line["scope"] == "part"),
            *map(_account_row, (*years, total)),
        )
    ]


def _account_row(account: YearAccount) -> dict[str, Any]:
    return {
        "line": "account",
        "what": "all of it",
        "year": account.year or "in all",
        "budget": account.budget,
        "funded": account.funded,
        "not_accounted_for": account.not_accounted_for,
        "financiers_of_unknown_amount": "; ".join(account.unknown_financiers),
    }


def _part_row(line: dict[str, Any]) -> dict[str, Any]:
    what = line["labels"].get("en") or line["labels"].get("sv") or "part"
    budget = _decimal(line["amount"])
    return {"line": "part", "what": what, "year": line["year"] or "in all", "budget": budget}


def _financier_row(line: dict[str, Any]) -> dict[str, Any]:
    year, funded = line["year"] or "in all", _decimal(line["amount"])
    return {"line": "financier", "what": line["financier"], "year": year, "funded": funded}


def _report_table(rows: list[dict[str, Any]]) -> str:
    head = ["Project", "What", "Year", "Budget", "Funded", "Not accounted for"]
    lines = [
        [row["title"], _what(row), str(row["year"]), *(_figure(row, name) for name in FIGURES)]
        for row in rows
    ]
    return tables.table(head, lines, right=set(head[3:]))


def _what(row: dict[str, Any]) -> str:
    what = {"account": "TOTAL", "part": f"of which {row['what']}"}
    return what.get(row["line"], str(row["what"]))


def _figure(row: dict[str, Any], name: str) -> str:
    return money(row[name]) if name in row else ""


def _facts(p: dict[str, Any]) -> list[str]:
    parties = ", ".join(f"{party['organisation']} ({party['role']})" for party in p["parties"])
    return [
        p["title_en"] or p["title_sv"],
        p["title_sv"],
        "",
        p["summary_en"] or p["summary_sv"],
        "",
        f"Kind            {p['kind']}",
        f"Time frame      {_frame(p)}",
        f"Who             {parties or 'unknown'}",
        f"Municipalities  {', '.join(p['municipalities']) or 'unknown'}",
        f"Concerns        {', '.join(p['categories']) or 'no category named'}",
        f"Source          {p['source']}, {p['source_section']}",
    ]


def _contact(contact: dict[str, Any]) -> str:
    role = contact["roles"].get("en", "")
    where = f", {contact['organisation']}" if contact["organisation"] else ""
    consent = {
        "given": "may be published",
        "refused": "not for publication: consent refused",
        "unknown": "not for publication: no consent on record",
    }[contact["consent"]]
    return f"Contact         {contact['name']}{', ' if role else ''}{role}{where} [{consent}]"


def _money(p: dict[str, Any]) -> str:
    lines = [_budget_line(line) for line in p["budget"]] or ["Budget          unknown"]
    lines += [_funding_line(line) for line in p["funding"]] or ["Financiers      none named"]
    total, years = accounts_from_feature(p)
    return "\n".join([*lines, "", *map(_account, (*years, total))])


def _budget_line(line: dict[str, Any]) -> str:
    what = line["labels"].get("en") or line["scope"]
    year = f" {line['year']}" if line["year"] else ""
    amount = money(Decimal(line["amount"]))
    return f"Budget          {amount} SEK, {what}{year} ({line['basis']}: “{line['wording']}”)"


def _funding_line(line: dict[str, Any]) -> str:
    year = f" {line['year']}" if line["year"] else ""
    amount = money(_decimal(line["amount"]))
    wording = f" (“{line['wording']}”)" if line["wording"] else ""
    return f"Financier       {line['financier']}{year}: {amount}{wording}"


def _account(account: YearAccount) -> str:
    return (
        f"{account.year or 'In all'}: budget {money(account.budget)}, funding stated "
        f"{money(account.funded)}, not accounted for {money(account.not_accounted_for)}"
    )


def _frame(p: dict[str, Any]) -> str:
    if p["starts_on"] or p["ends_on"]:
        return f"{p['starts_on'] or '…'} to {p['ends_on'] or '…'}"
    return p["time_frame_wording"] or "unknown"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
