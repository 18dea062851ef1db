"""How much each feature says for each kind: weights that ``kring craft --train`` made."""

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

import msgspec

from backend.domain.question_craft.labels import LABELS, Language

PRECISION: Final = 100
"""Weights are kept as whole hundredths, so that a file can be read, compared and made again."""

Weights = Mapping[str, tuple[int, ...]]
"""By feature: hundredths for each kind, in the order of LABELS."""


@lru_cache
def shipped(language: Language) -> Weights:
    """Return the weights that come with Kring."""
    document = (files("backend.domain.question_craft") / "weights" / f"{language}.json").read_bytes()
    return msgspec.json.decode(document, type=dict[str, tuple[int, ...]])


def chances(features: Mapping[str, float], weights: Weights) -> list[float]:
    """Return how likely each kind is, in the order of LABELS; together they are one."""
    said = [0.0] * len(LABELS)
    for name, value in features.items():
        for kind, weight in enumerate(weights.get(name, ())):
            said[kind] += value * weight
    most = max(said)
    parts = [math.exp((one - most) / PRECISION) for one in said]
    whole = sum(parts)
    return [part / whole for part in parts]
