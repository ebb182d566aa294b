"""Pictures: decoded whole and written anew, so that what is kept shows the picture and no more.

Position, camera, comments and anything appended to the file are gone; rotation is applied and
the color profile kept. HEIC photos become JPEG, which every browser shows.
"""

import sys
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import GifImagePlugin, Image, ImageFile, ImageOps, ImageSequence

from files.enums import Refusal, Refused
from files.intake import isolation

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "HEIF")
WRITTEN_AS = {"PNG": "png", "WEBP": "webp", "GIF": "gif"}
QUALITY = 90
FRAME_MILLISECONDS = 100
_ORIENTATION = 0x0112
_KEPT = ("icc_profile", "transparency", "duration", "loop")


def inspect(path: str, target: str, max_pixels: str) -> str:
    """Write a clean copy of a picture and return the extension that fits it.

    Args:
        path: where the file is.
        target: where the copy goes.
        max_pixels: most pixels to decode, those of all frames of an animation together.

    Raises:
        Refused: it is damaged or has too many pixels.
    """
    pillow_heif.register_heif_opener(thumbnails=False)
    # Frames keep their palettes instead of being reduced to new ones.
    GifImagePlugin.LOADING_STRATEGY = (
        GifImagePlugin.LoadingStrategy.RGB_AFTER_DIFFERENT_PALETTE_ONLY
    )
    limit = int(max_pixels)
    # Our own check comes first and says so in plain words; Pillow's would come at twice this.
    Image.MAX_IMAGE_PIXELS = limit
    try:
        image = Image.open(path, formats=FORMATS)
        _check_size(image, limit)
        animated = _check_frames(image, limit)
    except Image.DecompressionBombError as error:
        raise Refused(Refusal.TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, RuntimeError) as error:
        raise Refused(Refusal.DAMAGED) from error
    if animated:
        return _write_animation(image, Path(target))
    return _write_still(image, Path(target))


def _check_size(image: ImageFile.ImageFile, limit: int) -> None:
    """Refuse by the header alone: nothing has been decoded yet."""
    if image.width * image.height > limit:
        raise Refused(Refusal.TOO_MANY_PIXELS)


def _check_frames(image: ImageFile.ImageFile, limit: int) -> bool:
    """Decode every frame, as many as the pixel limit allows; return whether there are several."""
    if image.format not in WRITTEN_AS:
        image.load()
        return False
    pixels = frames = 0
    for frame in ImageSequence.Iterator(image):
        pixels += frame.width * frame.height
        frames += 1
        if pixels > limit:
            raise Refused(Refusal.TOO_MANY_FRAMES)
        frame.load()
    image.seek(0)
    image.load()
    return frames > 1


def _write_still(image: ImageFile.ImageFile, target: Path) -> str:
    original_format = image.format
    upright = image.getexif().get(_ORIENTATION, 1) == 1
    still: Image.Image = image if upright else ImageOps.exif_transpose(image)
    _forget(still)
    if original_format in WRITTEN_AS:
        _save_as(original_format, still, target)
        return WRITTEN_AS[original_format]
    if still.mode not in ("L", "RGB", "CMYK"):
        still = still.convert("RGB")
    # An untouched JPEG keeps its own quantization: writing it anew then costs no quality.
    keep = upright and original_format == "JPEG"
    quality = "keep" if keep else QUALITY
    still.save(target, "JPEG", quality=quality, icc_profile=still.info.get("icc_profile"))
    return "jpg"


def _write_animation(image: ImageFile.ImageFile, target: Path) -> str:
    frames = []
    for frame in ImageSequence.Iterator(image):
        copy = frame.copy()
        _forget(copy)
        frames.append(copy)
    _save_as(
        image.format or "",
        frames[0],
        target,
        save_all=True,
        append_images=frames[1:],
        duration=[frame.info.get("duration", FRAME_MILLISECONDS) for frame in frames],
        loop=image.info.get("loop", 0),
    )
    return WRITTEN_AS[image.format or ""]


def _save_as(image_format: str, image: Image.Image, target: Path, **options: Any) -> None:
    # Most formats drop the color profile unless they are handed it.
    options["icc_profile"] = image.info.get("icc_profile")
    if image_format == "PNG":
        # A fifth of the time of the default, and hardly larger.
        image.save(target, image_format, compress_level=3, **options)
    elif image_format == "WEBP":
        try:
            image.save(target, image_format, quality=QUALITY, method=2, **options)
        except ValueError:
            # Very large pictures overflow a table of the lossy format.
            image.save(target, image_format, lossless=True, quality=0, method=0, **options)
    else:
        image.save(target, image_format, **options)


def _forget(image: Image.Image) -> None:
    """Drop all that was read along with the pixels, except what they need to look right."""
    image.info = {key: image.info[key] for key in _KEPT if key in image.info}


if __name__ == "__main__":
    isolation.serve(inspect, sys.argv[1:])
