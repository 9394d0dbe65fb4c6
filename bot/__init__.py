"""The program around the core: channels, delivery, the clock, the command line, the demo.

Knows platforms and processes; decides nothing about reports.
"""
