from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget

from faq.models import LONGEST_ANSWER, SHORTEST_ANSWER, Entry
from publishing.forms import ContentForm


class EntryForm(ContentForm):
    rule_field = "parent"

    class Meta:
        model = Entry
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "short_answer" in self.fields:
            self.fields["short_answer"].widget = AdminTextareaWidget(
                {"rows": 4, "data-count-words": f"{SHORTEST_ANSWER} {LONGEST_ANSWER}"}
            )
