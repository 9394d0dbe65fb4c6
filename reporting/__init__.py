"""Rules, reading of typed Vietnamese, and drawing of files, all from plain data.

Nothing here runs SQL, words a message or asks a clock: callers pass the data, the wording and the time.
"""
