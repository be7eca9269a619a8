"""The joint network: one encoder pass, then tags, cuts, and roles read trigger by trigger.

Shapes: B windows, T pieces, W tokens, M mentions a window, N triggers of the whole
batch, H encoder width, D relation width, R roles.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, fields
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from conflict_ie.learning.dropout import with_byte_dropout
from conflict_ie.learning.labels import IGNORED

__all__ = ["Batch", "Network", "Settings", "Sizes"]


@dataclass(frozen=True)
class Settings:
    """What a model's architecture can vary in.

    Attributes:
        layers: how many of the encoder's layers are kept, from the first; 0 keeps all.
        width: of the trigger-conditioned relation layers.
        depth: how many of them.
        heads: their attention heads.
        dropout: before every classifier.
    """

    layers: int = 0
    width: int = 256
    depth: int = 2
    heads: int = 4
    dropout: float = 0.15


@dataclass(frozen=True)
class Sizes:
    """How many labels of each kind the classifiers tell apart."""

    tags: int
    cuts: int
    mentions: int
    events: int
    statuses: int
    roles: int


@dataclass
class Batch:
    """Padded inputs, and annotations where they are known.

    Attributes:
        ids: (B, T) piece numbers.
        mask: (B, T) true on pieces.
        first, last: (B, W) positions of each token's pieces.
        words: (B, W) true on tokens.
        tags, cuts: (B, W), ``IGNORED`` on padding.
        mentions: (B, M, 3) first token, last token, type; type ``IGNORED`` on padding.
        triggers: (N, 4) window, token, event type, status.
        roles: (N, M, R) 0 or 1.
    """

    ids: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    words: Tensor
    tags: Tensor
    cuts: Tensor
    mentions: Tensor
    triggers: Tensor
    roles: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same batch on another device."""
        return Batch(*(getattr(self, f.name).to(device) for f in fields(self)))


class Network(nn.Module):
    """Encoder and joint heads.

    Args:
        encoder: a Hugging Face encoder; its hidden states are mixed with learned weights.
        sizes: of the classifiers.
        settings: of the architecture.
        legal: (events, mentions, roles) bool, what the ontology allows.
    """

    def __init__(self, encoder: Any, sizes: Sizes, settings: Settings, legal: Tensor) -> None:
        super().__init__()
        self.encoder: Any = encoder
        keep_layers(encoder, settings.layers)
        hidden = encoder.config.hidden_size
        self.mix = nn.Parameter(torch.zeros(encoder.config.num_hidden_layers + 1))
        self.word = nn.Linear(2 * hidden, hidden)
        self.dropout = nn.Dropout(settings.dropout)
        self.tag = nn.Linear(hidden, sizes.tags)
        self.cut = nn.Linear(hidden, sizes.cuts)
        self.relations = Relations(hidden, sizes, settings)
        self.legal: Tensor
        self.register_buffer("legal", legal, persistent=False)
        with_byte_dropout(self)

    def words(self, batch: Batch) -> Tensor:
        """(B, W, H) one state a token, from its first and last piece."""
        output = self.encoder(
            input_ids=batch.ids, attention_mask=batch.mask.long(), output_hidden_states=True
        )
        weights = self.mix.softmax(0)
        mixed = sum(w * h for w, h in zip(weights, output.hidden_states, strict=True))
        assert isinstance(mixed, Tensor)
        ends = torch.cat([_gather(mixed, batch.first), _gather(mixed, batch.last)], -1)
        return F.gelu(self.word(ends))

    def tag_scores(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """(B, W, tags) and (B, W, cuts) logits."""
        states = self.dropout(states)
        return self.tag(states), self.cut(states)

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """The losses against the batch's annotations; ``loss`` is their weighted sum."""
        batch = batch.to(self.mix.device)
        states = self.words(batch)
        tags, cuts = self.tag_scores(states)
        losses = {
            "tags": F.cross_entropy(
                tags.float().flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED
            ),
            "cuts": _cross_entropy(cuts.float().flatten(0, 1), batch.cuts.flatten()),
            **self._relation_losses(states, batch),
        }
        weights = {"tags": 1.0, "cuts": 0.2, "roles": 1.0, "status": 0.5}
        loss = torch.stack([weights[k] * v for k, v in losses.items()]).sum()
        return {"loss": loss, **{k: v.detach() for k, v in losses.items()}}

    def _relation_losses(self, states: Tensor, batch: Batch) -> dict[str, Tensor]:
        if len(batch.triggers) == 0:
            return {}
        roles, status = self.relations(states, batch)
        legal = self.possible(batch)
        loss = F.binary_cross_entropy_with_logits(roles.float(), batch.roles, reduction="none")
        # Summed over roles: a mean over them would drown the few true ones.
        pairs = legal.any(-1).sum().clamp(min=1)
        return {
            "roles": (loss * legal).sum() / pairs,
            "status": F.cross_entropy(status.float(), batch.triggers[:, 3]),
        }

    def possible(self, batch: Batch) -> Tensor:
        """(N, M, R) bool: real mentions in roles that the ontology allows them."""
        kinds = batch.mentions[batch.triggers[:, 0], :, 2]
        legal: Tensor = self.legal[batch.triggers[:, 2, None], kinds.clamp(min=0)]
        return legal & (kinds != IGNORED).unsqueeze(-1)


class Relations(nn.Module):
    """Reads a window once for each trigger, with that trigger marked in it.

    The idea of conditioning on the trigger is TagPrime's (Hsu et al., ACL 2023);
    here it costs two narrow layers over the words instead of an encoder pass.
    """

    def __init__(self, hidden: int, sizes: Sizes, settings: Settings) -> None:
        super().__init__()
        width = settings.width
        self.project = nn.Linear(hidden, width)
        self.tag = nn.Embedding(sizes.tags, width)
        self.event = nn.Embedding(sizes.events, width)
        self.mention = nn.Embedding(sizes.mentions, width)
        self.distance = nn.Embedding(2 * _FARTHEST + 1, width)
        self.marked = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        layer = nn.TransformerEncoderLayer(
            width,
            settings.heads,
            2 * width,
            settings.dropout,
            "gelu",
            batch_first=True,
            norm_first=True,
        )
        # A list, so that torch does not take the copy for a part of the model.
        self._quick: list[nn.Module] = []
        self.layers = nn.TransformerEncoder(layer, settings.depth, enable_nested_tensor=False)
        self.dropout = nn.Dropout(settings.dropout)
        self.pair = nn.Sequential(
            nn.Linear(4 * width, width), nn.GELU(), nn.Dropout(settings.dropout)
        )
        self.role = nn.Linear(width, sizes.roles)
        self.status = nn.Linear(2 * width, sizes.statuses)

    def forward(self, states: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
        """Logits (N, M, R) of the roles and (N, statuses)."""
        window, token, event, _ = batch.triggers.unbind(-1)
        plain = self.project(states) + self.tag(batch.tags.clamp(min=0))
        trigger = plain[window, token]
        read = self._read(plain, trigger, batch)
        here = read[torch.arange(len(read), device=read.device), token]
        pairs = self._pairs(read, here + self.event(event), batch)
        status = self.status(self.dropout(torch.cat([here, trigger], -1)))
        return self.role(self.pair(self.dropout(pairs))), status

    def _read(self, plain: Tensor, trigger: Tensor, batch: Batch) -> Tensor:
        """(N, W, D) the windows as read with each trigger in mind."""
        window, token, event, _ = batch.triggers.unbind(-1)
        places = torch.arange(plain.shape[1], device=plain.device)
        far = (places - token[:, None]).clamp(-_FARTHEST, _FARTHEST) + _FARTHEST
        told = self.marked(trigger) + self.event(event)
        read = self.norm(plain[window] + self.distance(far) + told.unsqueeze(1))
        layers, kind = self._layers()
        result: Tensor = layers(read.to(kind), src_key_padding_mask=~batch.words[window])
        return result.float()

    def _layers(self) -> tuple[nn.Module, torch.dtype]:
        """The layers and the arithmetic to read with.

        On processors torch's fused layer does not heed autocast, so where that asks for
        bfloat16 a copy with such weights reads instead. It is made once and never saved.
        """
        if self.training or not torch.is_autocast_enabled("cpu"):
            return self.layers, torch.float32
        if not self._quick:
            self._quick.append(deepcopy(self.layers).bfloat16())
        return self._quick[0], torch.bfloat16

    def train(self, mode: bool = True) -> Relations:
        """Forgets the quick copy, whose weights are about to differ."""
        self._quick.clear()
        return super().train(mode)

    def _pairs(self, read: Tensor, trigger: Tensor, batch: Batch) -> Tensor:
        """(N, M, 4D) what is known of each trigger and mention together."""
        first, last, kind = batch.mentions[batch.triggers[:, 0]].unbind(-1)
        mention = (_gather(read, first) + _gather(read, last)) / 2 + self.mention(kind.clamp(min=0))
        beside = trigger.unsqueeze(1).expand_as(mention)
        between = _gather(read, first) - _gather(read, last)
        return torch.cat([mention, beside, mention * beside, between], -1)


_FARTHEST = 40


def keep_layers(encoder: Any, layers: int) -> None:
    """Drops the encoder's last layers, which are the most bound to its old task."""
    if 0 < layers < encoder.config.num_hidden_layers:
        encoder.encoder.layer = encoder.encoder.layer[:layers]
        encoder.config.num_hidden_layers = layers


def _gather(states: Tensor, places: Tensor) -> Tensor:
    """(B, K, H) the states at ``places`` (B, K)."""
    return states.gather(1, places.unsqueeze(-1).expand(-1, -1, states.shape[-1]))


def _cross_entropy(logits: Tensor, gold: Tensor) -> Tensor:
    """Mean over what is not ignored, and 0 rather than NaN where all is."""
    if not (gold != IGNORED).any():
        return logits.sum() * 0
    return F.cross_entropy(logits, gold, ignore_index=IGNORED)
