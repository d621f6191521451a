"""Every error subtitler raises: what is wrong, which value, and what to do next.

::

    SubtitlerError                 1
    ├── UsageError                 2   wrong use: an option, a setting, a name
    ├── MediaError                 1   a media file that cannot be read
    │   └── NoAudioError           1   … because it has no audio track to hear
    ├── RecordError                1   a file of ours, or an SRT, that cannot be understood
    │   ├── DamagedRecordError     1   … because a record of ours is damaged
    │   ├── NewerRecordError       1   … because a newer version wrote that record
    │   └── MemoryFileError        1   … because a translation memory is damaged, or newer
    ├── StorageError               1   a folder or file that cannot be read or written
    │   └── LockedError            1   … because another run holds the title
    ├── TitleTakenError            1   a title that already belongs to another media
    ├── MissingError               3   a model, package or program is not on this machine
    ├── RefusedError               4   refused, to protect what a person wrote
    │   └── SavedMeanwhileError    4   … because they saved the file since it was read
    └── InterruptedRunError      130   stopped by the person; what is finished is kept

The figure is the exit code of the command line.
"""

from __future__ import annotations


class SubtitlerError(Exception):
    """The root of the tree: `what` happened to which value, and the `remedy`."""

    exit_code = 1

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}\n{self.remedy}" if self.remedy else self.what


class UsageError(SubtitlerError):
    """An option, a setting or a name that cannot be right."""

    exit_code = 2


class MediaError(SubtitlerError):
    """A media file that cannot be read."""


class NoAudioError(MediaError):
    """A media file without an audio track to hear."""


class RecordError(SubtitlerError):
    """A record of ours, or a subtitle file, that cannot be understood."""


class DamagedRecordError(RecordError):
    """A record of ours that is damaged: cut short, no JSON, or of other types than it should be."""


class NewerRecordError(RecordError):
    """A record that a newer version of subtitler wrote; it is never written over."""


class MemoryFileError(RecordError):
    """A translation memory that is damaged, of another program, or of a newer subtitler."""


class StorageError(SubtitlerError):
    """A folder or file that cannot be read or written."""


class LockedError(StorageError):
    """Another run is at work on the title."""


class TitleTakenError(SubtitlerError):
    """The title already belongs to another media."""


class MissingError(SubtitlerError):
    """A model, package or program that is not on this machine."""

    exit_code = 3


class RefusedError(SubtitlerError):
    """Refused, to protect what a person wrote."""

    exit_code = 4


class SavedMeanwhileError(RefusedError):
    """A person saved a file between its reading and its writing: read and merge it again."""


class InterruptedRunError(SubtitlerError):
    """The person stopped the run; finished windows are kept in the journal."""

    exit_code = 130
