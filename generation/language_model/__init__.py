"""Writing with a language model: where it is, how it is called, and its answer held to the evidence
sentence by sentence."""

from generation.language_model.checked_reply import write
from generation.language_model.completion import OpenAIModel, ollama_models
from generation.language_model.endpoint import Endpoint, endpoint_of
from generation.language_model.local_model import TransformersModel
from generation.language_model.local_weights import LocalWeights, local_weights_of

__all__ = [
    "Endpoint",
    "LocalWeights",
    "OpenAIModel",
    "TransformersModel",
    "endpoint_of",
    "local_weights_of",
    "ollama_models",
    "write",
]
