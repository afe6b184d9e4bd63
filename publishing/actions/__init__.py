"""What can be done to a record, one file a deed; each is one transaction."""

from publishing.actions.asking import ask, leave_as_it_is
from publishing.actions.drafting import Clash, Saved, discard, restore, save_clean_part, save_draft
from publishing.actions.due import Overdue, overdue_keys, publish_due
from publishing.actions.noting import note_beside
from publishing.actions.outside import record_all_outside, record_outside
from publishing.actions.problems import Problem, Stale
from publishing.actions.publication import publish
from publishing.actions.reviewing import approve, send_back, submit
from publishing.actions.safety import remove_for_safety
from publishing.actions.scheduling import schedule, schedule_withdrawal, unschedule
from publishing.actions.subjects import merge_tags, rename_tag
from publishing.actions.withdrawal import withdraw

__all__ = [
    "Clash",
    "Overdue",
    "Problem",
    "Saved",
    "Stale",
    "approve",
    "ask",
    "discard",
    "leave_as_it_is",
    "merge_tags",
    "note_beside",
    "overdue_keys",
    "publish",
    "publish_due",
    "record_all_outside",
    "record_outside",
    "remove_for_safety",
    "rename_tag",
    "restore",
    "save_clean_part",
    "save_draft",
    "schedule",
    "schedule_withdrawal",
    "send_back",
    "submit",
    "unschedule",
    "withdraw",
]
