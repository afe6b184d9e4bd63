from operator import itemgetter

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpactConfig(AppConfig):
    name = "impact"
    verbose_name = _("figures and places")

    def ready(self) -> None:
        from impact import advice, documents, evidence, pages, places, quoting, reach
        from impact.models import FieldOffice, Source, Statistic
        from publishing import citable, kinds, searchable

        kinds.register(kinds.Kind(Source, addresses=("address",)))
        kinds.register(
            kinds.Kind(
                FieldOffice,
                page=pages.office,
                shown_on=reach.office,
                advice=advice.office,
                may_edit=places.may_edit,
                needs_review=True,
            )
        )
        kinds.register(
            kinds.Kind(
                Statistic,
                parts=("measurements",),
                part_order=evidence.part_order,
                is_major=evidence.values_differ,
                page=pages.statistic,
                shown_on=reach.statistic,
                advice=advice.statistic,
                may_edit=places.may_edit_figure,
                needs_review=True,
            )
        )
        kinds.register_reference(places.WORD)
        kinds.register_reference(quoting.WORD)
        citable.register(
            citable.Citable(
                kind=pages.FIGURE,
                prefix="impact",
                title=itemgetter("title"),
                cite_words=_("Cite this figure"),
                change_words=_("How this figure changed"),
                is_data=True,
            )
        )
        searchable.register(
            searchable.Searchable(pages.FIGURE, "figure", _("Figure"), documents.statistic)
        )
        searchable.register(
            searchable.Searchable(pages.PLACE, "place", _("Place"), documents.office)
        )
