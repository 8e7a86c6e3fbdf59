"""Via Uma: what is true about places, whoever asks."""

__version__ = "0.1.0"
