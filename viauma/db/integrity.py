"""Turns the name of a violated constraint into the sentence a person can act on.

The database decides conflicts; this only translates.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg.errors
from sqlalchemy.exc import DBAPIError

from viauma.errors import Conflict


@contextmanager
def constraints_explained(sentences: Mapping[str, str]) -> Iterator[None]:
    """Raise Conflict with the sentence of the constraint that a statement violates.

    Parameters
    ----------
    sentences
        Constraint name to sentence; a constraint without one keeps the server's own message.
    """
    try:
        yield
    except DBAPIError as error:
        raise _refined(error.orig, sentences) or error from error
    except psycopg.Error as error:
        raise _refined(error, sentences) or error from error
    except UnicodeEncodeError as error:
        raise Conflict("Text that is not Unicode cannot be stored.") from error


def _refined(error: BaseException | None, sentences: Mapping[str, str]) -> Conflict | None:
    if isinstance(error, (psycopg.DataError, psycopg.errors.InternalError_)):
        # What cannot even be read as the column's type; PostGIS calls a bad shape internal.
        where = _shortened(" ".join((error.diag.context or "").split()))
        said = error.diag.message_primary or error
        return Conflict(f"A value cannot be read: {said}. {where}".strip())
    if not isinstance(error, psycopg.IntegrityError):
        return None
    name = error.diag.constraint_name
    detail = (error.diag.message_detail or "").removeprefix("Failing row contains ")
    sentence = sentences.get(name or "", error.diag.message_primary or str(error))
    return Conflict(f"{sentence} {_shortened(detail)}".strip(), constraint=name)


def _shortened(text: str, most: int = 120) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
