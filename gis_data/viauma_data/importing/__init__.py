"""A foreign file on its way into the register: read, understood, checked, stored, told."""

from viauma_data.importing.asked import Asked
from viauma_data.importing.importing import import_file
from viauma_data.importing.report import Report

__all__ = ["Asked", "Report", "import_file"]
