"""The joint model: labels, codec, network, training, decoding."""

import os

# Torch's processor kernels are compiled for every shape of a batch and kept, with their scratch
# memory, up to a thousand of them. Texts come in as many shapes: training grew to 5 GB. Sixteen
# are as fast. Whoever sets the variables keeps their own number.
for _name in ("LRU_CACHE_CAPACITY", "ONEDNN_PRIMITIVE_CACHE_CAPACITY"):
    os.environ.setdefault(_name, "16")
