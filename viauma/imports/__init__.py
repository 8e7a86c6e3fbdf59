"""What comes in from other people's files: runs, rows that wait, and what is gone at its source."""
