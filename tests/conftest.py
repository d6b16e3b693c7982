"""What holds for all tests."""

from pathlib import Path

import pytest

from derivcheck.cache.store import FOLDER_VARIABLE


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees what another run has found, or leaves anything behind; programs that it starts do neither."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder
