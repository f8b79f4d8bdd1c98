"""The kernels of bench/kernels in NumPy, as one writes them: millions of samples a second, as JSON."""

import json
import os
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np

n = 2**20
rounds = 15
rng = np.random.default_rng(1)
x = rng.standard_normal(n)
out = np.empty(n)


def rate(work):
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return n / best / 1e6


m, s = 0.3, 1.2
c = -np.log(s * np.sqrt(2 * np.pi))
print(
    json.dumps(
        {
            "normals": rate(lambda: rng.standard_normal(n, out=out)),
            "log-density": rate(lambda: (-0.5 * ((x - m) / s) ** 2 + c).mean()),
            "exp-log": rate(lambda: np.log(0.4 * np.exp(-0.5 * x * x) + 0.6 * np.exp(0.3 * x)).mean()),
        }
    )
)
