"""Adapters to the platforms people write on. They translate messages and decide nothing about reports."""

from __future__ import annotations


class ChannelStopped(Exception):
    """A channel cannot work with its configuration. The text tells the operator why and what to do."""
