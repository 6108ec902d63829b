"""RapidOCR's recogniser of lines alone, in the peers' environment: pickled pictures in, pickled texts out.

Each message is a list of grey pictures; the answer is a list of texts and the seconds of processor time it took.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import pickle
import sys
import time
from typing import Any


def main() -> None:
    """Answer until the pipe is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not get among the answers
    cv2: Any = importlib.import_module("cv2")
    rapidocr: Any = importlib.import_module("rapidocr")
    logging.disable(logging.INFO)
    cv2.setNumThreads(1)
    one = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    engine = rapidocr.RapidOCR(params=one)

    def read(crop: Any) -> str:  # noqa: ANN401 - an array, of a library that is not ours here
        found = engine(cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False, use_rec=True)
        return " ".join(found.txts or ())

    with contextlib.suppress(EOFError):
        while True:
            crops = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the benchmark that started us
            start = time.process_time()
            texts = [read(crop) for crop in crops]
            pickle.dump((texts, time.process_time() - start), answers)
            answers.flush()


if __name__ == "__main__":
    main()
