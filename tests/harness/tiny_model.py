"""A real language model of a few thousand weights, made at random: it loads in no time, writes the
same nonsense each time and never ends by itself."""

from __future__ import annotations

from pathlib import Path

TEMPLATE = (
    "{% for message in messages %}<s>{{ message['role'] }} {{ message['content'] }} {% endfor %}"
    "{% if add_generation_prompt %}<s>assistant {% endif %}"
)
NO_SYSTEM = (
    "{% if messages[0]['role'] == 'system' %}"
    "{{ raise_exception('System role not supported') }}{% endif %}"
) + TEMPLATE


def save_tiny_model(folder: Path, *, template: str | None = TEMPLATE, context: int = 4096) -> Path:
    """The model with its tokenizer, as `save_pretrained` leaves it."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(7)
    vocabulary = {word: number for number, word in enumerate(["<s>", "</s>", "<unk>"])}
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary |= {letter: number for number, letter in enumerate(alphabet, len(vocabulary))}
    words = Tokenizer(models.BPE(vocabulary, [], unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, bos_token="<s>", eos_token="</s>", unk_token="<unk>"
    )
    tokenizer.chat_template = template
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=context,
        bos_token_id=0,
        eos_token_id=1,
    )
    model = LlamaForCausalLM(config)
    with torch.no_grad():  # neither end nor beginning is ever the likeliest
        model.lm_head.weight[:3] = 0
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def save_tiny_adapter(model: Path, folder: Path) -> Path:
    """A LoRA adapter for it, at random, that changes what it writes."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(11)
    made = get_peft_model(
        AutoModelForCausalLM.from_pretrained(model, local_files_only=True),
        LoraConfig(
            r=4, lora_alpha=64, target_modules=["q_proj", "o_proj"], init_lora_weights=False
        ),
    )
    made.save_pretrained(folder)
    return folder
