"""When somebody is reminded of a report that is still owed, and who: computed from data alone.

``handlers.reminders`` words and queues the messages; ``storage.reports.reminders`` reads what is owed.
"""
