"""Figures and places as files for programs."""
