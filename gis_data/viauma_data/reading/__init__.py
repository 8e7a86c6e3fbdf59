"""Foreign files as tables of rows, whatever their format; one format per module."""

from viauma_data.reading.files import files_of
from viauma_data.reading.limits import LIMITS, Limits, limits_of
from viauma_data.reading.opening import open_tables
from viauma_data.reading.table import Row, Table

__all__ = ["LIMITS", "Limits", "Row", "Table", "files_of", "limits_of", "open_tables"]
