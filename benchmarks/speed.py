"""How fast the shipped model reads, beside the encoder alone and a BERT-base pipeline.

    python benchmarks/speed.py [--threads 1] [--rounds 5]

Everything is timed in one run, in turns, so that ratios hold on a busy machine
too: full extraction (batched and one text at a time), the bare encoder on the
same windows in the same batches, and a token classifier of BERT-base's size with
random weights through ``transformers.pipeline``. Times are medians.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from transformers import BertConfig, BertForTokenClassification, pipeline

from conflict_ie import Document, read
from conflict_ie.api import default
from conflict_ie.extractor import Extractor
from conflict_ie.inputs import read_inputs
from conflict_ie.learning.batches import by_budget, example, inputs
from conflict_ie.learning.precision import precision
from conflict_ie.learning.windows import windows

ROOT = Path(__file__).parent.parent
COLD = "from conflict_ie import extract; extract('قُتل خمسة مدنيين بقصف على تعز.')"


def articles(words: int) -> list[Document]:
    """Seeds and authored paragraphs, until there are enough words."""
    found = list(read_inputs([ROOT / "seeds"])) + read(ROOT / "annotations/authored/train.jsonl")
    kept: list[Document] = []
    for document in found:
        if sum(count(d) for d in kept) >= words:
            break
        kept.append(document.bare())
    return kept


def count(document: Document) -> int:
    return len(document.text.split())


def bare_encoder(extractor: Extractor, documents: list[Document]) -> Callable[[], None]:
    """The encoder on the windows and batches that extraction would make."""
    model = extractor.model
    found = [w for d in documents for w in windows(d.text, model.codec)]

    def read_all() -> None:
        with precision(), torch.inference_mode():
            for rows in by_budget([len(w.pieces.ids) for w in found]):
                batch = inputs([example(found[i].pieces) for i in rows], model.padding)
                model.network.encoder(input_ids=batch.ids, attention_mask=batch.mask.long())

    return read_all


def bert_base(extractor: Extractor, documents: list[Document]) -> Callable[[], None]:
    """A token classifier of BERT-base's size, used as its users would."""
    tokenizer = extractor.model.tokenizer
    config = BertConfig(vocab_size=len(tokenizer), num_labels=19)
    classify = pipeline(
        "token-classification", model=BertForTokenClassification(config).eval(), tokenizer=tokenizer
    )
    texts = [p for d in documents for p in d.text.split("\n") if p.strip()]
    return lambda: list(classify(texts, batch_size=16))  # type: ignore[arg-type]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cold_start() -> float:
    return seconds(lambda: subprocess.run([sys.executable, "-c", COLD], check=True))


def peak_memory(documents: int) -> float:
    """Gigabytes at most, in a process that reads many texts."""
    code = (
        "import resource; from conflict_ie import extract_many\n"
        f"text = 'قُتل خمسة مدنيين بقصف مدفعي على مدينة تعز أمس. ' * 20\n"
        f"for d in extract_many([text] * {documents}): pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2)"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(told.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--words", type=int, default=6000)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    extractor = default()
    documents = articles(options.words)
    some = documents[: max(1, len(documents) // 4)]
    total, few = (sum(count(d) for d in ds) for ds in (documents, some))
    work = {
        "full extraction, batched": (lambda: list(extractor.extract_many(documents)), total),
        "bare encoder, same batches": (bare_encoder(extractor, documents), total),
        "full extraction, one by one": (lambda: [extractor.extract(d.text) for d in some], few),
        "BERT-base pipeline, batch 16": (bert_base(extractor, some), few),
    }
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(options.rounds):
        for name, (run, _words) in work.items():
            times[name].append(seconds(run))
    rates = {name: work[name][1] / statistics.median(ts) for name, ts in times.items()}
    full = rates["full extraction, batched"]
    print(f"{total} words, {options.threads} thread(s), median of {options.rounds} rounds")
    for name, rate in rates.items():
        print(f"{name:32}{rate:9.0f} words/s   {rate / full:5.2f} × full extraction")
    cold = statistics.median(cold_start() for _ in range(3))
    print(f"cold start to first result      {cold:9.1f} s")
    print(f"peak memory, 300 long texts     {peak_memory(300):9.2f} GB")


if __name__ == "__main__":
    main()
