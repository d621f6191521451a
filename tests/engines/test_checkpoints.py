"""The CTranslate2 form of a checkpoint is the same model, for every kind of Whisper there is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import whisper
from whisper.tokenizer import get_tokenizer

from subtitler.engines.checkpoints import derive, official_heads, read_checkpoint
from subtitler.engines.downloads import OFFICIAL, name_of
from subtitler.errors import UsageError

KINDS = {  # n_vocab, n_mels: of tiny.en, small, large-v3
    "english": (51_864, 80),
    "multilingual": (51_865, 80),
    "large-v3": (51_866, 128),
}


def checkpoint(path: Path, kind: str) -> Path:
    """A small checkpoint of one kind with random weights."""
    n_vocab, n_mels = KINDS[kind]
    torch.manual_seed(3)
    dims = whisper.ModelDimensions(
        n_mels=n_mels,
        n_audio_ctx=1500,
        n_audio_state=64,
        n_audio_head=1,
        n_audio_layer=2,
        n_vocab=n_vocab,
        n_text_ctx=448,
        n_text_state=64,
        n_text_head=1,
        n_text_layer=2,
    )
    state = {
        name: torch.randn_like(tensor) * 0.1 + (1.0 if name.endswith("ln.weight") else 0.0)
        for name, tensor in whisper.Whisper(dims).state_dict().items()
    }
    torch.save({"dims": dims.__dict__, "model_state_dict": state}, path)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_the_derived_form_computes_the_same(tmp_path: Path, kind: str) -> None:
    """Encoder output within rounding, the same probability of text, the same tokens by id."""
    import ctranslate2
    import tokenizers

    weights = checkpoint(tmp_path / f"{kind}.pt", kind)
    derive(weights, "0" * 64, tmp_path / "ct2")
    ours = ctranslate2.models.Whisper(str(tmp_path / "ct2"), compute_type="float32")
    theirs = whisper.load_model(str(weights))
    mel = torch.randn(1, KINDS[kind][1], 3000, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        expected = theirs.encoder(mel).numpy()
    encoded = ours.encode(ctranslate2.StorageView.from_array(mel.numpy()))
    assert np.abs(np.asarray(encoded) - expected).max() < 0.02 * np.abs(expected).max()
    assert ours.is_multilingual == theirs.is_multilingual

    tokenizer = get_tokenizer(theirs.is_multilingual, num_languages=theirs.num_languages)
    derived = tokenizers.Tokenizer.from_file(str(tmp_path / "ct2" / "tokenizer.json"))
    text = " Dr. Müller paid 3.5% — ¿de verdad? — 今日は 🎉"
    assert derived.encode(text, add_special_tokens=False).ids == tokenizer.encode(text)
    assert derived.decode(tokenizer.encode(text)) == text
    for special in ("<|startoftranscript|>", "<|notimestamps|>", "<|0.00|>", "<|30.00|>"):
        assert derived.token_to_id(special) == tokenizer.special_tokens[special]


def test_heads_of_official_checkpoints_are_openais_own() -> None:
    """By digest, so also for a file given by its path; no list for an unknown checkpoint."""
    assert official_heads(OFFICIAL["small"].digest) == whisper._ALIGNMENT_HEADS["small"]
    assert official_heads("0" * 64) is None


def test_the_list_of_official_checkpoints_is_openais_own() -> None:
    """Every name, with the digest and the file that openai-whisper publishes it under."""
    theirs = {name: url.split("/")[-2:] for name, url in whisper._MODELS.items()}
    assert theirs == {name: [one.digest, one.file] for name, one in OFFICIAL.items()}
    assert name_of(OFFICIAL["small.en"].digest) == "small.en"


def no_zip(path: Path) -> None:
    path.write_bytes(b"this is a letter\n" * 100)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    checkpoint(path, "multilingual")
    path.write_bytes(path.read_bytes()[:-1000])


def other_tensors(path: Path) -> None:
    torch.save({"dims": {"n_mels": 80}, "model_state_dict": {"a": torch.zeros(3)}}, path)


def a_list(path: Path) -> None:
    torch.save([1, 2, 3], path)


def code(path: Path) -> None:
    torch.save({"dims": {}, "model_state_dict": {}, "call": Path.cwd}, path)


@pytest.mark.parametrize("fault", [no_zip, empty, cut_short, other_tensors, a_list, code])
def test_a_file_that_is_no_checkpoint_is_named(tmp_path: Path, fault) -> None:
    """Whatever is wrong with it: its path, the reason, what to give instead; nothing is left."""
    weights = tmp_path / "bad.pt"
    fault(weights)
    with pytest.raises(UsageError, match=r"bad\.pt: this is no Whisper checkpoint \(.+\)\nGive"):
        derive(weights, "0" * 64, tmp_path / "cache" / "ct2")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_checkpoint_with_compressed_members_is_read(demo_model: Path) -> None:
    """The demo checkpoint's zip is deflated; it has all that a checkpoint has."""
    assert set(read_checkpoint(demo_model)) == {"dims", "model_state_dict"}
