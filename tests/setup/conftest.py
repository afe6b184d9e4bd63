import pytest

from tests.setup import running


@pytest.fixture
def project(tmp_path):
    return running.copy_project(tmp_path / "a copy")


@pytest.fixture
def installed_project(project):
    if not running.is_installed():
        pytest.skip("needs an environment that `make test` made")
    return project
