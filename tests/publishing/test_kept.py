from django.template import engines
from django.utils import translation

from ijmsite.context import site
from publishing import pages

PAGE = '{% load kept %}{% kept "_above.html" here=here exact=exact %}'


def drawn(**values):
    template = engines[pages.ENGINE].from_string(PAGE)
    return template.render({**site(None), **values})


def test_what_is_kept_follows_its_values():
    assert drawn(here="figures") != drawn(here="places")
    assert 'aria-current="true"' in drawn(here="figures")
    assert 'aria-current="page"' in drawn(here="figures", exact=True)
    assert "aria-current" not in drawn()


def test_what_is_kept_follows_the_settings_of_the_site(settings):
    assert "Another name" not in drawn()
    settings.SITE_SHORT_NAME = "Another <name>"
    assert "Another &lt;name&gt;" in drawn()


def test_what_is_kept_is_kept_for_each_language():
    assert "Search" in drawn()
    with translation.override("fr"):
        # Django itself translates this word.
        assert "Rechercher" in drawn()
    assert "Search" in drawn()
