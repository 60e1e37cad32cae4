"""Serves the small test model on one thread of this machine: prints its address, then waits for
the end of its standard input; with a third argument it embeds, in two slots at once. Run as a
process of its own, so that it can be killed."""

from __future__ import annotations

import sys

import xllamacpp


def main(model: str, key: str, embedding: str = "") -> None:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx = 4096
    parameters.n_parallel = 2
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    parameters.port = 0
    if key:
        parameters.api_keys = [key]
    if embedding:
        parameters.embedding = True
        parameters.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
        parameters.n_ubatch = parameters.n_batch
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
