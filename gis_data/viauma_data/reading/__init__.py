"""Foreign files as tables of rows, whatever their format; one format per module."""
