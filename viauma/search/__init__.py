"""Search as people type: places, categories, municipalities and localities by what they are called.

What is few (categories, municipalities, localities) is matched in memory, in microseconds; places
are asked for in one statement, whose candidates are bounded however many places there are.
"""
