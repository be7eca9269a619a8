"""Low-rank adapters: training a large encoder by a small number of new weights.

The method is LoRA of Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models",
ICLR 2022, in the implementation of the library peft.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from conflict_ie.errors import ModelError
from conflict_ie.learning.network import Network

__all__ = ["lora"]


@contextmanager
def lora(network: Network, rank: int) -> Iterator[None]:
    """Freezes the encoder and puts adapters beside its linear layers, for as long as it is open.

    At the end the adapters are added to the weights, so that the model is saved and read
    like any other and is as fast. Embeddings and norms keep what they were.

    Args:
        network: whose encoder is adapted, in place.
        rank: of the adapters; 0 leaves everything as it is.

    Raises:
        ModelError: peft is not installed, or the rank is below 0.
    """
    if rank == 0:
        yield
        return
    if rank < 0:
        raise ModelError(f"lora={rank}: give a rank of at least 1, or 0 to train all weights")
    peft = _peft()
    config = peft.LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear")
    network.encoder = peft.get_peft_model(network.encoder, config)
    try:
        yield
    finally:
        network.encoder = network.encoder.merge_and_unload()
        network.encoder.requires_grad_(True)


def _peft() -> Any:
    # Its import takes seconds, which nobody should wait for who does not need it.
    try:
        import peft
    except ImportError as error:
        raise ModelError(
            "lora needs peft, which is not installed; run: pip install 'conflict-ie[lora]'"
        ) from error
    return peft
