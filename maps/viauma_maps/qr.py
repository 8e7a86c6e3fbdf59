"""An address as a QR code, to be read off a screen or off paper by a phone."""

import io

import segno
from segno.encoder import DataOverflowError

from viauma.errors import InvalidInput

QUIET_ZONE = 4
"""Modules left white around it, as ISO/IEC 18004 asks."""


def qr_svg(address: str, title: str) -> bytes:
    """Draw an address as SVG: black on white whatever the page's colours are, or phones fail.

    Raises
    ------
    InvalidInput
        The address is longer than a code can carry: 2953 bytes.
    """
    try:
        code = segno.make_qr(address, error="l")
    except DataOverflowError as error:
        raise InvalidInput("places", "the address is too long for a QR code") from error
    out = io.BytesIO()
    code.save(
        out, kind="svg", scale=4, border=QUIET_ZONE, light="#fff", title=title, xmldecl=False,
        svgclass=None, lineclass=None,
    )  # fmt: skip
    return out.getvalue()
