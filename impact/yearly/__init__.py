"""The yearly round: the figures that are counted every year, entered side by side as drafts."""
