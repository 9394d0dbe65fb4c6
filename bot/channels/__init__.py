"""Adapters to the platforms people write on. An adapter translates, nothing else."""

from __future__ import annotations


class ChannelStopped(Exception):
    """A channel cannot work as it is configured. The text says so in words, and what to do."""
