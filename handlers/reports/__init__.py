"""One report loaded in a turn: who may open it, its answers, what was submitted, and the texts about it.

No screens, commands or actions: these are in the capabilities. ``access`` is how a capability gets a report.
"""
