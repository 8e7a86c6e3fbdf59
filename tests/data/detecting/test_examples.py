"""The examples in docstrings say what is so."""

import doctest

import pytest

from viauma_data.detecting import cells, names, numbers


@pytest.mark.parametrize("module", [cells, names, numbers], ids=lambda one: one.__name__)
def test_examples_run(module):
    done = doctest.testmod(module)

    assert (done.failed, done.attempted > 0) == (0, True)
