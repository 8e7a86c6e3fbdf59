"""Encodings: told by marks, by validity, and by Swedish letters within words."""

import pytest

from viauma.errors import InvalidInput
from viauma_data.reading import open_tables

TEXT = (
    "namn;ort\r\nÅsele camping;Åsele\r\nÖrträsk;Umeå\r\nSjövägen;Bjurholm\r\nHörnefors;Ånäset\r\n"
)


def read(path, **options):
    with open_tables(path, **options) as [table]:
        names = [row.values["namn"] for row in table.read()]
        return next(one for one in table.evidence if one.about == "encoding"), names, table.findings


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("latin-1", "cp1252"),
        ("cp1252", "cp1252"), ("cp850", "cp850"), ("cp437", "cp850"), ("mac-roman", "mac_roman"),
    ],
)  # fmt: skip
def test_swedish_text_is_read_in_whatever_it_is_written(tmp_path, written, told):
    path = tmp_path / "orter.csv"
    path.write_bytes(TEXT.encode(written))

    evidence, names, _ = read(path)

    assert names == ["Åsele camping", "Örträsk", "Sjövägen", "Hörnefors"]
    assert evidence.value == told


def test_the_evidence_quotes_words(tmp_path):
    path = tmp_path / "orter.csv"
    path.write_bytes(TEXT.encode("cp850"))

    evidence, _, _ = read(path)

    assert "'Åsele'" in evidence.because
    assert evidence.option == "--encoding"


def test_an_encoding_that_was_asked_for_decides(tmp_path):
    path = tmp_path / "orter.csv"
    path.write_bytes(TEXT.encode("cp850"))

    _, names, _ = read(path, encoding="mac-roman")

    assert names[0] == "èsele camping"


@pytest.mark.parametrize(
    ("encoding", "said"), [("klingon", "is not known"), ("utf-8", "is not written in utf-8")]
)
def test_an_encoding_that_cannot_be_is_refused(tmp_path, encoding, said):
    path = tmp_path / "orter.csv"
    path.write_bytes(TEXT.encode("latin-1"))

    with pytest.raises(InvalidInput, match=said):
        read(path, encoding=encoding)


def test_a_file_cut_within_a_letter_is_utf8_and_cut(tmp_path):
    path = tmp_path / "orter.csv"
    path.write_bytes("namn;ort\nÅsele;Umeå".encode()[:-1])

    evidence, names, findings = read(path)

    assert (evidence.value, names) == ("utf-8", ["Åsele"])
    assert [one.code for one in findings] == ["truncated"]
