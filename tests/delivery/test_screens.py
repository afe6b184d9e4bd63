import pytest
from django.urls import reverse

from delivery.tally import Tally
from publishing import standing
from publishing.beacon import Beacon
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def beacon(tmp_path, monkeypatch):
    monkeypatch.setattr(standing, "_path", lambda: tmp_path / "changes")
    return Beacon(tmp_path / "changes")


def shown(client):
    client.force_login(factories.user("Writer"))
    response = client.get(reverse("admin:served"))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_staff_see_how_each_worker_serves(client, beacon):
    Tally(beacon).say(found=99_900, rendered=100, pages=61, size=1_500_000)
    page = shown(client)
    assert "(99%)" in page
    assert "61 pages kept, 1.4" in page


def test_before_anybody_came_it_says_so(client, beacon):
    assert "No process has told anything yet." in shown(client)


def test_without_shared_memory_it_says_so_too(client, tmp_path, monkeypatch):
    monkeypatch.setattr(standing, "_path", lambda: None)
    assert "No process has told anything yet." in shown(client)


def test_nobody_else_sees_it(client):
    assert client.get(reverse("admin:served")).status_code == 302
