"""How Via Uma is asked for: the geo API and the pages beside it."""

from viauma_api.app import create_app

__all__ = ["create_app"]
