"""Plans: their YAML files, the adoption of a plan text, and the revisions that were activated.

The models are in ``reporting.plan``. Activation and closing change obligations too, so they are in
``storage.lifecycle``.
"""
