import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder


def test_a_living_process_says_so_without_a_database(client):
    # Without the django_db mark any query is an error.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"Alive.\n")


@pytest.mark.django_db
def test_it_is_ready_when_the_database_is(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"Ready.\n")


@pytest.mark.django_db
def test_a_missing_migration_makes_it_unready(client):
    MigrationRecorder.Migration.objects.filter(app="faq").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "not up to date" in response.content.decode()


@pytest.mark.django_db
def test_a_silent_database_makes_it_unready_and_tells_no_secret(client, caplog):
    def refuse(*arguments, **options):
        raise DatabaseError("could not connect to db.internal:5432 as ijm")

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content.decode() == "The database does not answer.\n"
    assert "db.internal" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_plain_text_that_nobody_keeps(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_load_balancer_may_ask_over_plain_http(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address).status_code == 200
    assert client.get("/").status_code == 301
