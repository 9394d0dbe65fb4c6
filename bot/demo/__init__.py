"""The demo: a sample province, the people a visitor may be, a clock that can be set.

The sample is data, in ``data/ca-mau.yaml``.
"""
