"""A checked filter as SQL: one boolean expression, and the values it binds.

The expression is written in the style of sqlalchemy.text(): values are ``:names``, each cast to
its type, and nothing of a caller's stands in the text. Literals are shaped to the columns, never
columns to literals, so that indexes serve.
"""

from viauma.cql2.sql.compiling import compile_sql

__all__ = ["compile_sql"]
