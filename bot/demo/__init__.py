"""The demo: a sample province, personas for visitors, a clock that can be set.

The sample is data, in ``data/ca-mau.yaml``.
"""
