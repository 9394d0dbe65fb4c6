"""The program around the handlers: channels, delivery, scheduler, command line, demo and simulation.

It knows platforms and processes. Rules about reports are in ``reporting``, answers to people in ``handlers``.
"""
