"""Camera and microphone of this device, by way of Qt Multimedia where that is installed.

Nothing here is imported before a survey asks for a photo or a sound, and nothing is switched on
before a person does. Frames and sound stay in memory: nothing writes them to a file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer
from PySide6.QtGui import QImage

from kiosk.forms.kinds import CAMERA, MICROPHONE
from survey.files import SAMPLES_A_SECOND, SIDE_LIMIT

_PATIENCE_MS = 8_000
"""How long somebody waits for a first picture or sound before the device counts as broken."""

_SLOWEST = 10
"""Pictures a second of a camera that can be aimed."""

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


class _Patience:
    """Tells ``failed``, once, that something is wrong or that nothing has come for too long.

    It is told after what is going on now is over, so that the device can be let go of then.
    """

    def __init__(self, owner: QObject, failed: Callable[[], None]) -> None:
        self._failed: Callable[[], None] | None = failed
        self._timer = QTimer(owner, singleShot=True, interval=_PATIENCE_MS)
        self._timer.timeout.connect(self.lose)
        self._timer.start()

    def reward(self) -> None:
        """Something has come."""
        self._timer.stop()

    def lose(self) -> None:
        """Something is wrong."""
        QTimer.singleShot(0, self._tell)

    def end(self) -> None:
        """Nobody wants to know any more."""
        self._timer.stop()
        self._failed = None

    def _tell(self) -> None:
        failed, self._failed = self._failed, None
        if failed is not None:
            failed()


class QtCamera(QObject):
    """The device's first camera."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[Any, ...] = ()
        self._patience: _Patience | None = None

    def start(self, frame: Callable[[QImage], None], failed: Callable[[], None]) -> None:
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QMediaDevices, QVideoSink

        self.stop()
        patience = self._patience = _Patience(self, failed)

        def seen(one: Any) -> None:
            patience.reward()
            frame(one.toImage())

        device = QMediaDevices.defaultVideoInput()
        if device.isNull():
            patience.lose()
        camera, session, sink = QCamera(device), QMediaCaptureSession(), QVideoSink()
        wanted = _near(device.videoFormats())
        if wanted is not None:
            camera.setCameraFormat(wanted)
        session.setCamera(camera)
        session.setVideoSink(sink)
        sink.videoFrameChanged.connect(seen)
        camera.errorOccurred.connect(lambda *_: patience.lose())
        self._parts = (camera, session, sink)
        camera.start()

    def stop(self) -> None:
        if self._patience is not None:
            self._patience.end()
        parts, self._parts = self._parts, ()
        for part in parts[:1]:
            part.stop()
        for part in parts:
            _let_go(part)


def _let_go(part: QObject) -> None:
    """Away with it, but after what it may be telling just now."""
    QTimer.singleShot(0, lambda: part.deleteLater())


def _near(formats: Sequence[Any]) -> Any:
    """The largest that is no larger than what is kept, and not a slide show; None without any."""
    def side(one: Any) -> int:
        return max(one.resolution().width(), one.resolution().height())

    good = [one for one in formats if side(one) <= SIDE_LIMIT and one.maxFrameRate() >= _SLOWEST]
    return max(good, key=lambda one: (side(one), one.maxFrameRate()), default=None)


class QtMicrophone(QObject):
    """The device's first microphone."""

    def __init__(self) -> None:
        super().__init__()
        self._source: Any = None
        self._patience: _Patience | None = None

    def start(self, heard: Callable[[bytes], None], failed: Callable[[], None]) -> None:
        from PySide6.QtMultimedia import QAudio, QAudioSource, QMediaDevices

        self.stop()
        patience = self._patience = _Patience(self, failed)
        device = QMediaDevices.defaultAudioInput()
        rate = next((r for r in _RATES if device.isFormatSupported(_format(r))), 0)
        if not rate:
            patience.lose()
            return
        self._source = QAudioSource(device, _format(rate))
        self._source.setBufferSize(2 * rate)  # a second: a busy window loses nothing
        stream = self._source.start()
        if stream is None:
            patience.lose()
            return
        thin = Thinned(rate // SAMPLES_A_SECOND)

        def came() -> None:
            patience.reward()
            heard(thin(stream.readAll().data()))

        stream.readyRead.connect(came)
        over = QAudio.State.StoppedState.name
        self._source.stateChanged.connect(
            lambda state: patience.lose() if state.name == over else None
        )

    def stop(self) -> None:
        if self._patience is not None:
            self._patience.end()
        source, self._source = self._source, None
        if source is not None:
            source.stop()
            _let_go(source)


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
        sink = self._sink = QAudioSink(
            QMediaDevices.defaultAudioOutput(), _format(SAMPLES_A_SECOND)
        )

        # by name: a signal may carry the states of another class, QtAudio, that do not equal these;
        # and it is not heard at all before QAudio is imported
        over = (QAudio.State.IdleState.name, QAudio.State.StoppedState.name)

        def tell() -> None:
            if self._sink is sink:
                ended()

        sink.stateChanged.connect(
            lambda state: QTimer.singleShot(0, tell) if state.name in over else None
        )
        sink.start(self._buffer)
        if sink.error().name != QAudio.Error.NoError.name:
            QTimer.singleShot(0, tell)

    def stop(self) -> None:
        if self._sink is not None:
            sink, self._sink = self._sink, None
            sink.stop()
            _let_go(sink)
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
