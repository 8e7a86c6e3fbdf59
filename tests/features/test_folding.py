"""Rows and questions are folded alike, here and in the database."""

import unicodedata

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viauma.features.folding import folded, like_pattern

LETTERS = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x370, 0x530))))


def in_database(connection: psycopg.Connection, text: str) -> str:
    ((found,),) = connection.execute("select viauma.folded(%s)", [text]).fetchall()
    return str(found)


@pytest.fixture(scope="module")
def connection(template_url: str):
    with psycopg.connect(template_url, autocommit=True) as opened:
        yield opened


def test_every_letter_of_europe_is_folded_alike(connection):
    spelled = " | ".join(LETTERS)

    assert in_database(connection, spelled) == folded(spelled)


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.sampled_from(LETTERS + "\u0308\u030a\u0301"), max_size=30))
def test_texts_are_folded_alike(connection, text):
    assert in_database(connection, text) == folded(text)


@given(text=st.text(max_size=30))
def test_what_is_folded_stays_as_it_is(text):
    assert folded(folded(text)) == folded(text)
    assert unicodedata.is_normalized("NFC", folded(text))


def test_wildcards_are_plain_text():
    assert like_pattern("Å_%\\") == r"%a\_\%\\%"
