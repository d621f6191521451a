"""OpenAI's Whisper checkpoints: reading one, its alignment heads, and its form for CTranslate2."""

from __future__ import annotations

import json
import pickle
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtitler.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Weights = dict[str, NDArray[np.float32]]

FORM = 1  # counts up when what is derived from a checkpoint changes
MULTILINGUAL = 51_865  # tokens from which on a table is the multilingual one
FEATURES = {"sampling_rate": 16_000, "hop_length": 160, "chunk_length": 30, "n_fft": 400}


def read_checkpoint(weights: Path) -> dict[str, Any]:
    """`dims` and `model_state_dict` of a checkpoint. Raises UsageError where it is none."""
    import torch

    if not zipfile.is_zipfile(weights):  # as torch.save writes since 1.6, and OpenAI's all are
        raise no_checkpoint(weights, ValueError("it is no archive of PyTorch's"))
    try:
        checkpoint: Any = torch.load(weights, map_location="cpu", weights_only=True)
        tables = {key: dict(checkpoint[key]) for key in ("dims", "model_state_dict")}
    except (
        pickle.UnpicklingError,
        RuntimeError,
        EOFError,
        LookupError,
        TypeError,
        ValueError,
    ) as bad:
        raise no_checkpoint(weights, bad) from bad
    return tables


def no_checkpoint(weights: Path, error: BaseException) -> UsageError:
    """The error for a file that is no Whisper checkpoint, with what was wrong with it."""
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return UsageError(
        f"{weights}: this is no Whisper checkpoint ({reason})",
        "Give a .pt in OpenAI's form (dims and model_state_dict), a CTranslate2 folder, or a "
        "model's name. A file that was not copied whole must be copied again.",
    )


def official_heads(digest: str) -> bytes | None:
    """openai-whisper's list of alignment heads for one of its own checkpoints, by SHA-256."""
    import whisper

    for name, url in whisper._MODELS.items():  # noqa: SLF001  (there is no public list)
        if url.split("/")[-2] == digest:
            return bytes(whisper._ALIGNMENT_HEADS[name])  # noqa: SLF001
    return None


def derive(weights: Path, digest: str, into: Path) -> None:
    """Writes the checkpoint's CTranslate2 form into the new folder `into`, whole or not at all.

    Weights keep the checkpoint's 16 bits; CTranslate2 turns them into what it computes in. The
    vocabulary is openai-whisper's own. Raises UsageError for a checkpoint that is none, OSError.
    """
    into.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{into.name}.", dir=into.parent))
    try:
        _write(weights, digest, folder)
        if into.exists():  # another run derived the same meanwhile
            shutil.rmtree(folder)
        else:
            folder.rename(into)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(weights: Path, digest: str, folder: Path) -> None:
    checkpoint = read_checkpoint(weights)
    try:
        _specify(checkpoint, digest, folder)
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise no_checkpoint(weights, error) from error


def _specify(checkpoint: dict[str, Any], digest: str, folder: Path) -> None:
    from ctranslate2.specs import whisper_spec
    from whisper.tokenizer import get_tokenizer

    dims = checkpoint["dims"]
    spec = whisper_spec.WhisperSpec(
        dims["n_audio_layer"], dims["n_audio_head"], dims["n_text_layer"], dims["n_text_head"]
    )
    state = checkpoint["model_state_dict"]
    _Mapping({name: tensor.float().numpy() for name, tensor in state.items()}).model(spec)
    multilingual = dims["n_vocab"] >= MULTILINGUAL
    count = dims["n_vocab"] - 51_765 - int(multilingual)  # as whisper.model.Whisper counts
    tokenizer = get_tokenizer(multilingual, num_languages=count)
    spec.register_vocabulary(
        _write_tokenizer(tokenizer, folder / "tokenizer.json", dims["n_vocab"])
    )
    _configure(spec.config, tokenizer, _heads(digest, dims))
    spec.validate()
    spec.optimize(quantization="float16")
    spec.save(str(folder))
    config = json.dumps({"feature_size": dims["n_mels"], **FEATURES})
    (folder / "preprocessor_config.json").write_text(config, encoding="utf-8")


def _heads(digest: str, dims: dict[str, int]) -> list[list[int]]:
    """[layer, head] pairs whose attention follows the sound; openai-whisper's own choice, which
    for a checkpoint it does not know is every head of the last half of the layers."""
    import whisper

    model_dims = whisper.model.ModelDimensions(**dims)
    heads = official_heads(digest)
    if heads is None:
        first = model_dims.n_text_layer // 2
        layers = range(first, model_dims.n_text_layer)
        return [[layer, head] for layer in layers for head in range(model_dims.n_text_head)]
    import base64
    import gzip

    import numpy as np

    mask = np.frombuffer(gzip.decompress(base64.b85decode(heads)), dtype=bool)
    pairs = np.argwhere(mask.reshape(model_dims.n_text_layer, model_dims.n_text_head))
    return [[int(layer), int(head)] for layer, head in pairs]


def _configure(config: Any, tokenizer: Any, heads: Sequence[Sequence[int]]) -> None:
    """What openai-whisper suppresses while it decodes, and which heads time its words."""
    suppressed = {
        *tokenizer.non_speech_tokens,
        tokenizer.transcribe,
        tokenizer.translate,
        tokenizer.sot,
        tokenizer.sot_prev,
        tokenizer.sot_lm,
        tokenizer.no_speech,
    }
    config.suppress_ids = sorted(suppressed)
    config.suppress_ids_begin = [*tokenizer.encoding.encode(" "), tokenizer.eot]
    config.lang_ids = sorted(tokenizer.all_language_tokens)
    config.alignment_heads = [list(pair) for pair in heads]


class _Mapping:
    """From the names of OpenAI's state dict to the layers of CTranslate2's specification."""

    def __init__(self, state: Weights) -> None:
        self._state = state

    def model(self, spec: Any) -> None:
        """The whole model."""
        encoder, decoder = spec.encoder, spec.decoder
        self._linear(encoder.conv1, "encoder.conv1")
        self._linear(encoder.conv2, "encoder.conv2")
        encoder.position_encodings.encodings = self._state["encoder.positional_embedding"]
        self._norm(encoder.layer_norm, "encoder.ln_post")
        for at, layer in enumerate(encoder.layer):
            self._layer(layer, f"encoder.blocks.{at}", crossed=False)
        decoder.embeddings.weight = self._state["decoder.token_embedding.weight"]
        decoder.projection.weight = decoder.embeddings.weight
        decoder.position_encodings.encodings = self._state["decoder.positional_embedding"]
        decoder.scale_embeddings = False
        self._norm(decoder.layer_norm, "decoder.ln")
        for at, layer in enumerate(decoder.layer):
            self._layer(layer, f"decoder.blocks.{at}", crossed=True)

    def _layer(self, spec: Any, name: str, *, crossed: bool) -> None:
        self._norm(spec.self_attention.layer_norm, f"{name}.attn_ln")
        inner = f"{name}.attn"
        self._fused(spec.self_attention.linear[0], [f"{inner}.{one}" for one in _QKV])
        self._linear(spec.self_attention.linear[1], f"{inner}.out")
        if crossed:
            across = f"{name}.cross_attn"
            self._norm(spec.attention.layer_norm, f"{name}.cross_attn_ln")
            self._linear(spec.attention.linear[0], f"{across}.query")
            self._fused(spec.attention.linear[1], [f"{across}.key", f"{across}.value"])
            self._linear(spec.attention.linear[2], f"{across}.out")
        self._norm(spec.ffn.layer_norm, f"{name}.mlp_ln")
        self._linear(spec.ffn.linear_0, f"{name}.mlp.0")
        self._linear(spec.ffn.linear_1, f"{name}.mlp.2")

    def _linear(self, spec: Any, name: str) -> None:
        spec.weight, spec.bias = self._state[f"{name}.weight"], self._bias(name)

    def _fused(self, spec: Any, names: Sequence[str]) -> None:
        import numpy as np

        spec.weight = np.concatenate([self._state[f"{name}.weight"] for name in names])
        spec.bias = np.concatenate([self._bias(name) for name in names])

    def _norm(self, spec: Any, name: str) -> None:
        spec.gamma, spec.beta = self._state[f"{name}.weight"], self._state[f"{name}.bias"]

    def _bias(self, name: str) -> NDArray[np.float32]:
        """The bias; a key's has none in Whisper, and CTranslate2 wants zeros there."""
        import numpy as np

        found = self._state.get(f"{name}.bias")
        if found is None:
            return np.zeros(self._state[f"{name}.weight"].shape[0], np.float32)
        return found


_QKV = ("query", "key", "value")


def _write_tokenizer(tokenizer: Any, path: Path, size: int) -> list[str]:
    """openai-whisper's tokenizer as a tokenizer.json; gives its `size` tokens by their ids."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    ranks: dict[bytes, int] = tokenizer.encoding._mergeable_ranks  # noqa: SLF001  (tiktoken's)
    letters = _byte_letters()
    spelled = {token: "".join(letters[byte] for byte in token) for token in ranks}
    vocabulary = {spelled[token]: rank for token, rank in ranks.items()}
    merges = [
        (spelled[left], spelled[right])
        for token in sorted(ranks, key=lambda one: ranks[one])
        if len(token) > 1
        for left, right in [_last_merge(token, ranks)]
    ]
    made = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    special = sorted(tokenizer.encoding._special_tokens.items(), key=lambda one: one[1])  # noqa: SLF001
    begin = tokenizer.timestamp_begin
    made.add_special_tokens(
        [AddedToken(text, special=True, normalized=False) for text, at in special if at < begin]
    )
    made.add_tokens(
        [AddedToken(text, special=False, normalized=False) for text, at in special if at >= begin]
    )
    made.save(str(path), pretty=False)
    return [str(made.id_to_token(at)) for at in range(size)]


def _last_merge(token: bytes, ranks: dict[bytes, int]) -> tuple[bytes, bytes]:
    """The two tokens that byte-pair encoding joins last to make `token`."""
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:
        rank, at = min(
            (ranks.get(parts[at] + parts[at + 1], len(ranks)), at) for at in range(len(parts) - 1)
        )
        if rank >= ranks[token]:
            break
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return parts[0], b"".join(parts[1:])


def _byte_letters() -> dict[int, str]:
    """GPT-2's printable letter for each byte, in which tokenizer.json spells tokens."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in plain}
    others = [byte for byte in range(256) if byte not in letters]
    return letters | {byte: chr(256 + at) for at, byte in enumerate(others)}
