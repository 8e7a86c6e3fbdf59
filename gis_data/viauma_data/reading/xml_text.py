"""XML that may not be well-formed, or not be meant well: repaired, or refused."""

import re
import tempfile
from pathlib import Path

from lxml import etree

from viauma.exchange.findings import Finding, Severity
from viauma_data.reading.source import Source

_PROLOGUE = 1 << 20
_ROOT = re.compile(rb"<[^?!\s]")


def refuse_entities(source: Source) -> None:
    """Refuse a document that declares entities: they can make gigabytes out of a line."""
    with source.path.open("rb") as file:
        head = file.read(_PROLOGUE).replace(b"\x00", b"")
    declared = head.find(b"<!DOCTYPE")
    root = _ROOT.search(head)
    if root is None:
        source.refuse("It is XML without a root element in its first megabyte.")
    if b"<!ENTITY" in head or 0 <= declared < root.start():
        source.refuse("Its XML declares a document type or entities, which data has no need of.")


def well_formed(source: Source) -> tuple[Source, tuple[Finding, ...]]:
    """Give a document that every reader takes, and tell what was wrong with it.

    What libxml2 makes of a broken document is written anew in the scratch folder.
    """
    refuse_entities(source)
    error = _first_error(source.path)
    if error is None:
        return source, ()
    parser = etree.XMLParser(recover=True, **_SAFE)
    tree = etree.parse(str(source.path), parser)
    if tree.getroot() is None:
        source.refuse(f"Its XML cannot be read: {error.msg}.")
    etree.cleanup_namespaces(tree)
    _without_prefixes(tree.getroot())
    target = Path(tempfile.mkdtemp(dir=source.scratch)) / source.path.name
    tree.write(str(target), encoding="utf-8", xml_declaration=True)
    return source.at(target), (_told(source, error),)


_SAFE = {
    "resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip


def _first_error(path: Path) -> etree.XMLSyntaxError | None:
    try:
        for _, element in etree.iterparse(str(path), events=("end",), **_SAFE):
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        return error
    return None


def _without_prefixes(root: etree._Element) -> None:
    """Name elements whose prefix was never declared by their own name."""
    for element in root.iter(etree.Element):
        if ":" in element.tag and not element.tag.startswith("{"):
            element.tag = element.tag.rsplit(":", 1)[-1]
        for key in [one for one in element.attrib if ":" in one and not one.startswith("{")]:
            del element.attrib[key]


def _told(source: Source, error: etree.XMLSyntaxError) -> Finding:
    said = str(error.msg).rsplit(", line", 1)[0]
    line = error.lineno
    if _is_cut(source):
        message = f"The XML ends at line {line} in the middle of the document: it was cut."
        return Finding("truncated", Severity.DOUBT, message, row=line)
    message = (
        f"The XML is not well-formed and was repaired; the first fault at line {line}: {said}."
    )
    return Finding("not-well-formed", Severity.NOTE, message, row=line)


def _is_cut(source: Source) -> bool:
    """Whether the document lacks its end: the last thing in it does not close the root."""
    with source.path.open("rb") as file:
        root = _ROOT.search(head := file.read(_PROLOGUE))
        file.seek(max(0, source.path.stat().st_size - 4_096))
        tail = file.read()
    found = re.match(rb"<([\w:.-]+)", head[root.start() :]) if root else None
    return found is not None and b"</" + found[1] not in tail
