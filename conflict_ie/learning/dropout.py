"""Dropout that costs little on processors, where drawing random numbers is the slow part."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

__all__ = ["ByteDropout", "with_byte_dropout"]

_STEPS = 256


class ByteDropout(nn.Module):
    """``torch.nn.Dropout`` from one random byte an element.

    Torch draws a random number for every element, one after the other, which took two
    thirds of a training step on two cores. One drawn word serves eight elements here.

    Args:
        p: share of elements set to 0, rounded to a 256th on processors.

    Example:
        >>> dropout = ByteDropout(0.25).eval()
        >>> dropout(torch.ones(3))
        tensor([1., 1., 1.])
    """

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, states: Tensor) -> Tensor:
        """The states with some elements 0 and the others larger, so that the mean stays."""
        if states.device.type != "cpu":
            return F.dropout(states, self.p, self.training)
        dropped = round(self.p * _STEPS)
        if not self.training or not 0 < dropped < _STEPS:
            return F.dropout(states, self.p, self.training)
        keep = _bytes(states.numel()).view(states.shape) >= dropped
        return states * (keep * (_STEPS / (_STEPS - dropped))).to(states.dtype)

    def extra_repr(self) -> str:
        """What ``print`` shows in the brackets."""
        return f"p={self.p}"


def with_byte_dropout(module: nn.Module) -> None:
    """Puts :class:`ByteDropout` where a module and its parts have ``torch.nn.Dropout``."""
    for name, part in list(module.named_children()):
        if type(part) is nn.Dropout:
            setattr(module, name, ByteDropout(part.p))
        else:
            with_byte_dropout(part)


def _bytes(number: int) -> Tensor:
    """(number,) random bytes of torch's own generator, so that a seed fixes them."""
    words = torch.empty(-(-number // 8), dtype=torch.int64).random_(-(2**63), None)
    return words.view(torch.uint8)[:number]
