"""A model folder: network, tokenizer, ontology and settings, saved and loaded as one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from transformers import AutoConfig, AutoModel, AutoTokenizer, PreTrainedTokenizerBase

from conflict_ie.errors import ModelError
from conflict_ie.learning.codec import Codec
from conflict_ie.learning.decoding import Temperatures
from conflict_ie.learning.labels import Labels
from conflict_ie.learning.network import Network, Settings, Sizes
from conflict_ie.ontology import Ontology
from conflict_ie.words import MAX_PREFIX

__all__ = ["Model", "network_for"]

_KIND = "conflict-ie joint model, format 1"
_FILES = (
    "conflict_ie.json",
    "ontology.toml",
    "encoder.json",
    "model.safetensors",
    "tokenizer.json",
)

# On processors the fused attention's backward pass is slower than the plain one on news paragraphs.
_ATTENTION = "eager"


@dataclass
class Model:
    """Everything a prediction depends on.

    Attributes:
        network: encoder and heads.
        tokenizer: a fast Hugging Face tokenizer.
        ontology: what the labels mean.
        settings: of the architecture.
        temperatures: that make scores probabilities.
        threshold: probability from which an argument is kept; on dev 0.45 costs 0.003 of
            F1 against the best and lays one false attribution in six fewer.
        about: free notes kept with the weights: version, seed, data, scores.
    """

    network: Network
    tokenizer: PreTrainedTokenizerBase
    ontology: Ontology
    settings: Settings = Settings()
    temperatures: Temperatures = Temperatures()
    threshold: float = 0.45
    about: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def start(
        cls,
        encoder: str | Path,
        ontology: Ontology,
        settings: Settings = Settings(),
        *,
        seed: int = 1,
    ) -> Model:
        """An untrained model on a pretrained encoder.

        Args:
            encoder: a Hugging Face name or a folder.
            ontology: what it shall learn to mark.
            settings: of the architecture.
            seed: of the new weights.

        Raises:
            ModelError: there is no encoder of that name, or its tokenizer is not a fast one.
        """
        try:
            tokenizer = AutoTokenizer.from_pretrained(encoder)
            config = _whole_attention(AutoConfig.from_pretrained(encoder))
            body = AutoModel.from_pretrained(
                encoder, config=config, dtype=torch.float32, attn_implementation=_ATTENTION
            )
        except (OSError, ValueError) as error:
            raise ModelError(
                f"no encoder could be loaded from {str(encoder)!r}; give a folder with "
                "config.json, model.safetensors and tokenizer.json, or a name on the hub "
                f"while online ({error})"
            ) from error
        if not tokenizer.is_fast:
            raise ModelError(
                f"{encoder}: its tokenizer gives no offsets; use an encoder with tokenizer.json"
            )
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            network = network_for(body, ontology, settings)
        return cls(network, tokenizer, ontology, settings)

    @classmethod
    def load(cls, path: str | Path) -> Model:
        """Reads what :meth:`save` wrote.

        Raises:
            ModelError: a file is missing, broken, or of another format.
        """
        folder = Path(path)
        _complete(folder)
        notes = _notes(folder)
        ontology = Ontology.read(folder / "ontology.toml")
        config = _whole_attention(AutoConfig.from_pretrained(folder / "encoder.json"))
        body = AutoModel.from_config(  # type: ignore[no-untyped-call]
            config, attn_implementation=_ATTENTION
        )
        settings = Settings(**notes["settings"])
        network = network_for(body, ontology, settings)
        _fill(network, folder / "model.safetensors")
        tokenizer = AutoTokenizer.from_pretrained(folder)
        return cls(
            network.eval(), tokenizer, ontology, settings,
            Temperatures(**notes["temperatures"]), notes["threshold"], notes["about"],
        )  # fmt: skip

    def save(self, path: str | Path) -> None:
        """Writes the folder that :meth:`load` reads; weights as float16."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        notes = {
            "kind": _KIND,
            "settings": asdict(self.settings),
            "temperatures": asdict(self.temperatures),
            "threshold": self.threshold,
            "about": self.about,
        }
        (folder / "conflict_ie.json").write_text(
            json.dumps(notes, ensure_ascii=False, indent=1), "utf-8"
        )
        (folder / "ontology.toml").write_text(self.ontology.to_toml(), "utf-8")
        self.network.encoder.config.to_json_file(folder / "encoder.json")
        self.tokenizer.save_pretrained(folder)
        weights = {k: v.half().contiguous() for k, v in self.network.state_dict().items()}
        # save_file() would leave a file that nobody but its owner can read.
        (folder / "model.safetensors").write_bytes(save(weights, {"format": "pt"}))

    @cached_property
    def labels(self) -> Labels:
        """The numbers that stand for the ontology's labels."""
        return Labels(self.ontology)

    @cached_property
    def codec(self) -> Codec:
        """Between documents and this model's numbers."""
        return Codec(self.labels, self.tokenizer)

    @property
    def padding(self) -> int:
        """The piece that fills batches."""
        return int(self.tokenizer.pad_token_id or 0)


def _whole_attention(config: Any) -> Any:
    """A configuration without dropout on attention weights.

    They are an encoder's largest tensors, and on processors dropping of them costs more
    than computing them; dropout on the states remains.
    """
    if hasattr(config, "attention_probs_dropout_prob"):
        config.attention_probs_dropout_prob = 0.0
    return config


def network_for(body: Any, ontology: Ontology, settings: Settings) -> Network:
    """An untrained network with a classifier row for every label."""
    labels = Labels(ontology)
    sizes = Sizes(
        tags=len(labels.tags), cuts=MAX_PREFIX + 1, mentions=len(labels.mentions),
        events=len(labels.events), statuses=len(labels.statuses), roles=len(labels.roles),
    )  # fmt: skip
    # A pooler answers about whole texts, which nothing here asks.
    if hasattr(body, "pooler"):
        body.pooler = None
    return Network(
        body,
        sizes,
        settings,
        torch.tensor(labels.legal).view(sizes.events, sizes.mentions, sizes.roles),
    )


def _complete(folder: Path) -> None:
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"{folder}: no conflict-ie model here, {missing[0]} is missing; "
            "give a folder that save() wrote"
        )


def _notes(folder: Path) -> dict[str, Any]:
    try:
        notes = json.loads((folder / "conflict_ie.json").read_text("utf-8"))
    except ValueError as error:
        raise ModelError(
            f"{folder / 'conflict_ie.json'}: not readable as JSON ({error})"
        ) from error
    if notes.get("kind") != _KIND:
        raise ModelError(f"{folder}: holds {notes.get('kind')!r}, this version reads {_KIND!r}")
    unknown = set(notes["settings"]) - {f.name for f in fields(Settings)}
    if unknown:
        raise ModelError(
            f"{folder}: unknown setting {sorted(unknown)[0]!r}; it was made by a newer version"
        )
    return dict(notes)


def _fill(network: Network, path: Path) -> None:
    try:
        weights = {k: v.float() for k, v in load_file(path).items()}
        network.load_state_dict(weights)
    except (SafetensorError, RuntimeError) as error:
        first = str(error).strip().splitlines()[0]
        raise ModelError(
            f"{path}: the weights do not fit the folder's settings ({first})"
        ) from error
