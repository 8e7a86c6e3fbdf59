"""What is known about places beyond where they are: when they are open, how fresh the record is."""
