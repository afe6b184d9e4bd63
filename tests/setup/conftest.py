import pytest

from tests.support import make_processes


@pytest.fixture
def project(tmp_path):
    return make_processes.copy_project(tmp_path / "a copy")


@pytest.fixture
def installed_project(project):
    if not make_processes.is_installed():
        pytest.skip("needs an environment that `make test` made")
    return project
