"""Places that are one place twice: found, weighed, merged, and taken apart again."""
