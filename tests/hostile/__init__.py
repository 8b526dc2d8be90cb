"""Files from outside that would harm: made from healthy ones by kind and seed, tried one by one, and watched.

`python -m tests.hostile.tries COUNT [KIND]` tries that many of each kind and prints what they cost.
"""
