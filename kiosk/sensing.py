"""Camera and microphone of this device, by way of Qt Multimedia where that is installed.

Nothing here is imported before a survey asks for a photo or a sound, and nothing is switched on
before a person does. Frames and sound stay in memory: nothing writes them to a file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QImage

from kiosk.forms.kinds import CAMERA, MICROPHONE
from survey.files import SAMPLES_A_SECOND

_RATES = (SAMPLES_A_SECOND, 16_000, 48_000)


class Camera(Protocol):
    """Gives pictures from :meth:`start` to :meth:`stop`; ``failed`` is told once when it cannot."""

    def start(self, frame: Callable[[QImage], None], failed: Callable[[], None]) -> None: ...
    def stop(self) -> None: ...


class Microphone(Protocol):
    """Gives 16-bit samples, 8 000 a second, from :meth:`start` to :meth:`stop`."""

    def start(self, heard: Callable[[bytes], None], failed: Callable[[], None]) -> None: ...
    def stop(self) -> None: ...


class Speaker(Protocol):
    """Plays 16-bit samples, 8 000 a second; ``ended`` is told when they have all been heard."""

    def play(self, samples: bytes, ended: Callable[[], None]) -> None: ...
    def stop(self) -> None: ...


def able() -> frozenset[str]:
    """What there is of camera and microphone; nothing where Qt Multimedia is not installed."""
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:
        return frozenset()
    found = set()
    if QMediaDevices.videoInputs():
        found.add(CAMERA)
    if QMediaDevices.audioInputs():
        found.add(MICROPHONE)
    return frozenset(found)


class QtCamera(QObject):
    """The device's first camera."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[Any, ...] = ()

    def start(self, frame: Callable[[QImage], None], failed: Callable[[], None]) -> None:
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoSink

        self.stop()
        camera, session, sink = QCamera(QMediaDevices.defaultVideoInput()), (
            QMediaCaptureSession()), QVideoSink()
        session.setCamera(camera)
        session.setVideoSink(sink)
        sink.videoFrameChanged.connect(lambda one: frame(one.toImage()))
        camera.errorOccurred.connect(lambda *_: failed())
        self._parts = (camera, session, sink)
        camera.start()

    def stop(self) -> None:
        for part in self._parts[:1]:
            part.stop()
        self._parts = ()


class QtMicrophone(QObject):
    """The device's first microphone."""

    def __init__(self) -> None:
        super().__init__()
        self._source: Any = None

    def start(self, heard: Callable[[bytes], None], failed: Callable[[], None]) -> None:
        from PySide6.QtMultimedia import QAudioSource, QMediaDevices

        self.stop()
        device = QMediaDevices.defaultAudioInput()
        rate = next((r for r in _RATES if device.isFormatSupported(_format(r))), 0)
        if not rate:
            failed()
            return
        self._source = QAudioSource(device, _format(rate), self)
        self._source.setBufferSize(2 * rate)  # a second: a busy window loses nothing
        stream = self._source.start()
        if stream is None:
            failed()
            return
        thin = Thinned(rate // SAMPLES_A_SECOND)
        stream.readyRead.connect(lambda: heard(thin(stream.readAll().data())))

    def stop(self) -> None:
        if self._source is not None:
            self._source.stop()
            self._source.deleteLater()
            self._source = None


class QtSpeaker(QObject):
    """The device's loudspeaker or headphones."""

    def __init__(self) -> None:
        super().__init__()
        self._sink: Any = None
        self._buffer = QBuffer(self)

    def play(self, samples: bytes, ended: Callable[[], None]) -> None:
        from PySide6.QtMultimedia import QAudio, QAudioSink, QMediaDevices

        self.stop()
        self._buffer.setData(QByteArray(samples))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(
            QMediaDevices.defaultAudioOutput(), _format(SAMPLES_A_SECOND), self
        )
        over = (QAudio.State.IdleState, QAudio.State.StoppedState)
        self._sink.stateChanged.connect(lambda state: ended() if state in over else None)
        self._sink.start(self._buffer)

    def stop(self) -> None:
        if self._sink is not None:
            sink, self._sink = self._sink, None
            sink.stateChanged.disconnect()
            sink.stop()
            sink.deleteLater()
        self._buffer.close()
        self._buffer.setData(QByteArray())


class Thinned:
    """Every so many 16-bit samples to their mean, also where a chunk ends between them."""

    def __init__(self, many: int) -> None:
        self._many = many
        self._left = b""

    def __call__(self, chunk: bytes) -> bytes:
        data, step = self._left + chunk, 2 * self._many
        whole = len(data) // step * step
        self._left = data[whole:]
        samples = memoryview(data[:whole]).cast("h")
        if self._many == 1:
            return bytes(samples)
        means = (sum(samples[at : at + self._many]) // self._many
                 for at in range(0, len(samples), self._many))
        return b"".join(mean.to_bytes(2, "little", signed=True) for mean in means)


def _format(rate: int) -> Any:
    from PySide6.QtMultimedia import QAudioFormat

    made = QAudioFormat()
    made.setSampleRate(rate)
    made.setChannelCount(1)
    made.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return made
