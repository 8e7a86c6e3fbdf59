"""Projects: what the region decided to do, with whose money, where and when."""
