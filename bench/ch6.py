"""The lines of proofs/ch6.expr by Monte Carlo in NumPy, as a careful reader would check them.

One linear Gaussian model: W ~ N(0, 1), z_n ~ N(0, 1), x_n | z_n, W ~ N(z_n + W, s^2); q(W; xi) has mean xi and
deviation 0.6 exp xi, q(z_n; x_n, psi) mean psi x_n and deviation 0.7 exp psi. Each side of each line is the mean of an integrand over the same draws; gradients
are by the score function. Prints the largest standardised difference of the equalities, and the least of the claims
that something is not zero.
"""

import sys

import numpy as np

samples = int(sys.argv[1]) if len(sys.argv) > 1 else 2**20
rng = np.random.default_rng(1)
N, M, s, psi, xi = 4, 2, 0.8, 0.4, 0.3
a, b = 0.7 * np.exp(psi), 0.6 * np.exp(xi)
x = np.array([0.5, -0.4, 1.1, 0.2])
everyone = range(N)
W = np.empty(0)
Z = np.empty((N, 0))


def draw():
    """Fresh draws from q for a line."""
    global W, Z
    W = xi + b * rng.standard_normal(samples)
    Z = psi * x[:, None] + a * rng.standard_normal((N, samples))


def normal(y, mean, sd):
    return -0.5 * ((y - mean) / sd) ** 2 - np.log(sd * np.sqrt(2 * np.pi))


def ln_pW():
    return normal(W, 0, 1)


def ln_pz(n):
    return normal(Z[n], 0, 1)


def ln_px(n):
    return normal(x[n], Z[n] + W, s)


def ln_qz(n):
    return normal(Z[n], psi * x[n], a)


def ln_qZ():
    return sum(ln_qz(n) for n in everyone)


def ln_qW():
    return normal(W, xi, b)


def ln_joint():
    return ln_pW() + sum(ln_px(n) + ln_pz(n) for n in everyone)


covariance = (1 + s**2) * np.eye(N) + np.ones((N, N))
ln_pX = -0.5 * (x @ np.linalg.solve(covariance, x) + np.linalg.slogdet(2 * np.pi * covariance)[1])


def ln_posterior():
    return ln_joint() - ln_pX


def score_xi():
    u = (W - xi) / b
    return u * (1 / b + u) - 1


def score_psi():
    u = (Z - psi * x[:, None]) / a
    return (u * (x[:, None] / a + u) - 1).sum(axis=0)


def bound():
    return ln_joint() - ln_qZ() - ln_qW()


def by_terms():
    members = sum(ln_px(n) + ln_pz(n) - ln_qz(n) for n in everyone)
    return members + ln_pW() - ln_qW()


def minibatch(members):
    return N / M * sum(ln_px(n) + ln_pz(n) - ln_qz(n) for n in members) + ln_pW() - ln_qW()


def over_minibatches():
    subsets = [(i, j) for i in everyone for j in range(i)]
    return sum(minibatch(subset) for subset in subsets) / len(subsets)


def divergence():
    return ln_qZ() + ln_qW() - ln_posterior()


def zero():
    return np.zeros(samples)


first = [
    (divergence, lambda: -(ln_posterior() - (ln_qZ() + ln_qW()))),
    (divergence, lambda: -ln_posterior() + ln_qZ() + ln_qW()),
    (divergence, lambda: -(ln_joint() - ln_pX) + (ln_qZ() + ln_qW())),
    (divergence, lambda: -ln_joint() + ln_pX + ln_qZ() + ln_qW()),
    (divergence, lambda: -ln_joint() + ln_pX + ln_qZ() + ln_qW()),
    (divergence, lambda: -bound() + ln_pX),
    (bound, bound),
    (bound, by_terms),
    (bound, by_terms),
    (bound, by_terms),
    (bound, over_minibatches),
]

# (4) to (7): the factor whose gradient is zero, and the score that should make it so.
gradients = [
    (score_xi, lambda: ln_pz(0), lambda: 0 * W + ln_pz(0).mean()),
    (score_xi, lambda: ln_qz(0), lambda: 0 * W + ln_qz(0).mean()),
    (score_psi, ln_pW, lambda: 0 * W + ln_pW().mean()),
    (score_psi, ln_qW, lambda: 0 * W + ln_qW().mean()),
]

S = (0, 2)
last = [
    *[(lambda: score_xi() * minibatch(S), lambda: score_xi() * minibatch(S))] * 2,
    (
        lambda: score_xi() * minibatch(S),
        lambda: score_xi() * (N / M * sum(ln_px(n) for n in S) + ln_pW() - ln_qW()),
    ),
    *[(lambda: score_psi() * minibatch(S), lambda: score_psi() * minibatch(S))] * 2,
    (
        lambda: score_psi() * minibatch(S),
        lambda: score_psi() * N / M * sum(ln_px(n) + ln_pz(n) - ln_qz(n) for n in S),
    ),
]

claims = [
    lambda: score_xi() * ln_px(0),
    lambda: score_xi() * ln_pW(),
    lambda: score_xi() * ln_qW(),
    lambda: score_psi() * ln_px(0),
    lambda: score_psi() * ln_pz(0),
    lambda: score_psi() * ln_qz(0),
]


def standardised(values):
    spread = values.std()
    return 0.0 if spread < 1e-9 else abs(values.mean()) / spread * np.sqrt(samples)


def checked(left, right):
    draw()
    return standardised(left() - right())


lines = [checked(left, right) for left, right in first]
for score, term, rest in gradients:
    lines += [checked(lambda: score() * term(), lambda: score() * term()) for _ in range(2)]
    lines += [checked(lambda: score() * term(), lambda: score() * rest()) for _ in range(2)]
    lines.append(checked(lambda: score() * term(), zero))
lines += [checked(left, right) for left, right in last]
for claim in claims:
    draw()
    lines.append(standardised(claim()))

print(f"{len(lines)} lines, {max(lines[:-6]):.1f} {min(lines[-6:]):.1f}")
