"""The joint model: labels, codec, network, training, decoding."""
