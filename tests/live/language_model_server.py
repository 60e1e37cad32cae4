"""Serves the small test model on one thread of this machine: prints its address, then waits for
the end of its standard input. Run as a process of its own, so that it can be killed."""

from __future__ import annotations

import sys

import xllamacpp


def main(model: str, key: str) -> None:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx = 4096
    parameters.n_parallel = 2
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    parameters.port = 0
    parameters.api_keys = [key]
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
