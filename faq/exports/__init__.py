"""Questions and organisations as files for programs."""
