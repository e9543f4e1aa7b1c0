"""Fixtures for every test."""

import pytest
from classroom import Classroom


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The mini course in a folder of its own, one for all tests of a module."""
    return Classroom(tmp_path_factory.mktemp("course"))
