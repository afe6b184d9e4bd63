from operator import itemgetter

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FaqConfig(AppConfig):
    name = "faq"
    verbose_name = _("questions")

    def ready(self) -> None:
        from faq import documents, pages, reach, tree
        from faq.models import Agency, Entry, Topic
        from publishing import citable, kinds, searchable

        kinds.register(kinds.Kind(Topic, shown_on=reach.topic))
        kinds.register(
            kinds.Kind(
                Entry,
                markdown=("answer",),
                check=tree.check,
                check_all=tree.check_all,
                check_fields=("parent",),
                page=pages.entry,
                is_answer=True,
                shown_on=reach.entry,
            )
        )
        kinds.register(kinds.Kind(Agency, addresses=("site",), shown_on=reach.agency))
        citable.register(
            citable.Citable(
                kind=pages.KIND,
                prefix="faq",
                title=itemgetter("question"),
                cite_words=_("Cite this answer"),
                change_words=_("How this answer changed"),
                has_paragraphs=True,
            )
        )
        searchable.register(
            searchable.Searchable(pages.KIND, "question", _("Question"), documents.entry)
        )
        searchable.register(
            searchable.Searchable(
                Agency._meta.label_lower, "organisation", _("Organisation"), documents.agency
            )
        )
        searchable.register_offer(
            searchable.Offer(_("The questions"), "_questions.html", documents.every_question)
        )
