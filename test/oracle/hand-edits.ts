/**
 * Single edits of the lines of proofs/ch6.expr with what a person says of them: the marks against which the oracle
 * and the program are both measured.
 */
export type HandLabel = 'true' | 'false' | 'malformed' | 'vacuous';

export interface HandEdit {
  readonly derivation: string;
  /** Numbered from 1. */
  readonly step: number;
  /** A fragment of the right side of the step; its first occurrence there is replaced. */
  readonly find: string;
  readonly replace: string;
  readonly label: HandLabel;
  readonly why: string;
}

const q = 'q(Z, W; X, psi, xi)';

const edit = (
  derivation: string,
  step: number,
  find: string,
  replace: string,
  label: HandLabel,
  why: string,
): HandEdit => ({ derivation, step, find, replace, label, why });

export const handEdits: readonly HandEdit[] = [
  // (1): signs, sides of a fraction, conditioning.
  edit('eq1', 1, '- int int', 'int int', 'false', 'the sign of the divergence'),
  edit('eq1', 1, `p(Z, W | X) / ${q}`, `${q} / p(Z, W | X)`, 'false', 'the ratio is upside down'),
  edit('eq1', 1, 'p(Z, W | X)', 'p(Z, W, X)', 'false', 'the joint density for the posterior'),
  edit('eq1', 1, 'ln (', '(', 'false', 'the logarithm is lost'),
  edit('eq1', 1, `- int int ${q}`, '- int int p(Z, W | X)', 'false', 'averaged under the posterior instead of q'),
  edit('eq1', 1, 'dZ dW', 'dW dZ', 'true', 'the order of integration'),
  edit('eq1', 2, '+ int int', '- int int', 'false', 'the sign of the second term'),
  edit('eq1', 2, 'ln p(Z, W | X)', 'ln p(Z | W, X)', 'false', 'W moved behind the bar'),
  edit('eq1', 2, 'ln p(Z, W | X)', 'ln p(Z, W)', 'false', 'the prior for the posterior'),
  edit('eq1', 2, 'ln p(Z, W | X)', 'ln p(X | Z, W)', 'false', 'the sides of the bar are exchanged'),
  edit('eq1', 2, `ln ${q}`, 'ln q(Z, W; X, psi)', 'malformed', 'q(Z, W) depends on xi'),
  edit('eq1', 2, `ln ${q}`, 'ln q(Z, W; psi, xi)', 'malformed', 'q(Z, W) depends on X'),
  edit(
    'eq1',
    2,
    `+ int int ${q} ln ${q} dZ dW`,
    `+ int ${q} ln ${q} dZ`,
    'malformed',
    'W is free and nothing binds it',
  ),
  edit('eq1', 2, `+ int int ${q} ln ${q} dZ dW`, `+ int int ln ${q} dZ dW`, 'false', 'the weight q is lost'),
  edit('eq1', 3, 'p(Z, W, X) / p(X)', 'p(Z, W, X) p(X)', 'false', 'a product for the quotient'),
  edit('eq1', 3, '/ p(X)', '/ p(Z)', 'false', 'divided by the wrong marginal'),
  edit('eq1', 3, 'q(W; xi))', 'q(W; psi))', 'malformed', 'q(W) depends on xi, not on psi'),
  edit('eq1', 3, 'q(W; xi))', 'q(W; psi, xi))', 'true', 'a parameter that q(W) does not depend on may be added'),
  edit('eq1', 3, 'q(Z; X, psi) q(W; xi)', 'q(Z; X, psi) + q(W; xi)', 'false', 'a sum for the product'),
  edit('eq1', 3, 'p(Z, W, X)', 'p(X, W, Z)', 'true', 'the order of the arguments'),
  edit('eq1', 4, `+ int int ${q} ln p(X)`, `- int int ${q} ln p(X)`, 'false', 'the sign of the evidence'),
  edit('eq1', 4, 'ln q(Z; X, psi)', 'ln q(Z; psi)', 'malformed', 'q(Z) depends on X'),
  edit('eq1', 4, 'ln q(W; xi)', 'ln p(W)', 'false', 'the prior of W for its approximate posterior'),
  edit('eq1', 4, `+ int int ${q} ln p(X) dZ dW`, '', 'false', 'the evidence is lost'),
  edit('eq1', 5, `E_{${q}}[ln p(X)]`, 'ln p(X)', 'true', 'the evidence is free of Z and W'),
  edit('eq1', 5, `E_{${q}}[ln q(W; xi)]`, 'E_{q(W; xi)}[ln q(W; xi)]', 'true', 'the marginal of the measure suffices'),
  edit(
    'eq1',
    5,
    `E_{${q}}[ln q(Z; X, psi)]`,
    'E_{q(W; xi)}[ln q(Z; X, psi)]',
    'malformed',
    'Z is free and nothing binds it',
  ),
  edit(
    'eq1',
    5,
    `E_{${q}}[ln p(Z, W, X)]`,
    'E_{q(Z; X, psi)}[ln p(Z, W, X)]',
    'malformed',
    'W is free and nothing binds it',
  ),
  edit('eq1', 5, `E_{${q}}[ln p(Z, W, X)]`, 'E_{p(Z, W | X)}[ln p(Z, W, X)]', 'false', 'averaged under the posterior'),
  edit('eq1', 5, 'ln p(X)', 'ln p(X | W)', 'false', 'a likelihood for the evidence'),
  edit('eq1', 6, `- E_{${q}}[ln q(W; xi)])`, `+ E_{${q}}[ln q(W; xi)])`, 'false', 'a sign inside the bracket'),
  edit('eq1', 6, `+ E_{${q}}[ln p(X)]`, `- E_{${q}}[ln p(X)]`, 'false', 'the sign of the evidence'),
  edit('eq1', 6, '- (E', '(E', 'false', 'the sign of the bracket'),

  // (2): plates.
  edit('eq2', 1, `- E_{${q}}[ln q(W; xi)]`, '', 'false', 'a term is lost'),
  edit('eq2', 2, 'prod_n (p(x_n', 'sum_n (p(x_n', 'false', 'a sum for the product over n'),
  edit('eq2', 2, 'p(x_n | z_n, W)', 'p(x_n | z_n)', 'false', 'x_n depends on W too'),
  edit('eq2', 2, 'ln prod_n q(z_n; x_n, psi)', 'prod_n q(z_n; x_n, psi)', 'false', 'the logarithm is lost'),
  edit('eq2', 2, 'ln prod_n q(z_n; x_n, psi)', 'ln q(z_n; x_n, psi)', 'malformed', 'n is free and nothing binds it'),
  edit('eq2', 2, 'p(W) prod_n', 'p(W | X) prod_n', 'false', 'the posterior of W for its prior'),
  edit('eq2', 3, 'ln p(x_n | z_n, W)', 'ln p(z_n | x_n, W)', 'false', 'the sides of the bar are exchanged'),
  edit('eq2', 3, '- sum_n', '+ sum_n', 'false', 'the sign of the entropy'),
  edit(
    'eq2',
    3,
    `sum_n E_{${q}}[ln p(z_n)]`,
    `sum_{n in S} E_{${q}}[ln p(z_n)]`,
    'false',
    'the minibatch for the data',
  ),
  edit('eq2', 3, `sum_n E_{${q}}[ln p(z_n)]`, `E_{${q}}[ln p(z_n)]`, 'malformed', 'n is free and nothing binds it'),
  edit(
    'eq2',
    3,
    `E_{${q}}[ln p(z_n)]`,
    'E_{q(z_n; x_n, psi)}[ln p(z_n)]',
    'true',
    'the marginal of the measure suffices',
  ),
  edit('eq2', 3, 'ln p(z_n)', 'ln p(x_n)', 'false', 'the evidence of a point for the prior of its latent'),
  edit('eq2', 4, `+ E_{${q}}[ln p(z_n)]`, `- E_{${q}}[ln p(z_n)]`, 'false', 'the sign of the prior'),
  edit('eq2', 4, 'ln q(z_n; x_n, psi)', 'ln q(z_n; X, psi)', 'true', 'z_n depends on x_n alone'),
  edit('eq2', 4, 'ln q(z_n; x_n, psi)', 'ln q(z_n; psi)', 'malformed', 'q(z_n) depends on x_n'),

  // (3): the minibatch.
  edit('eq3', 1, 'E_S[L_S(psi, xi)]', 'L_S(psi, xi)', 'false', 'one minibatch is not its mean'),
  edit('eq3', 1, 'L_S(psi, xi)', 'L_S(xi, psi)', 'false', 'the arguments are exchanged'),
  edit('eq3', 1, 'E_S[L_S(psi, xi)]', '(N/M) E_S[L_S(psi, xi)]', 'false', 'scaled twice'),

  // (4) to (7): gradients that vanish.
  edit('eq4', 1, 'ln p(z_n)', 'ln p(W)', 'false', 'the average of ln p(W) moves with xi'),
  edit('eq4', 1, 'ln p(z_n)', 'ln q(z_n; x_n, psi)', 'vacuous', 'another term that is free of xi'),
  edit('eq4', 2, 'q(Z; X, psi) q(W; xi)', 'q(Z; X, psi) p(W)', 'true', 'both integrate W away'),
  edit('eq4', 3, 'grad_{xi}', 'grad_{psi}', 'false', 'the other gradient does not vanish'),
  edit('eq4', 3, 'int q(Z; X, psi)', 'int q(Z; X, xi)', 'malformed', 'q(Z) depends on psi'),
  edit('eq4', 4, 'ln p(z_n)', 'p(z_n)', 'vacuous', 'the logarithm is lost where nothing depends on xi'),
  edit(
    'eq4',
    4,
    'int q(Z; X, psi) ln p(z_n) dZ',
    'int q(z_n; x_n, psi) ln p(z_n) dz_n',
    'true',
    'the marginal of the measure suffices',
  ),
  edit('eq4', 4, 'grad_{xi}(int', '- grad_{xi}(int', 'vacuous', 'the sign of zero'),
  edit('eq4', 5, '0', '1', 'false', 'the gradient is zero'),
  edit('eq5', 2, 'q(W; xi)', 'p(W)', 'true', 'both integrate W away'),
  edit('eq5', 3, 'ln q(z_n; x_n, psi)', 'ln p(z_n)', 'vacuous', 'another term that is free of xi'),
  edit('eq5', 4, 'q(Z; X, psi)', 'q(Z | X)', 'malformed', 'q(Z) depends on psi'),
  edit('eq6', 1, 'ln p(W)', 'ln q(W; xi)', 'vacuous', 'another term that is free of psi'),
  edit('eq6', 2, 'ln p(W)', 'ln p(Z)', 'false', 'the average of ln p(Z) moves with psi'),
  edit('eq6', 2, 'ln p(W)', 'ln p(z_n)', 'malformed', 'n is free and nothing binds it'),
  edit('eq6', 3, 'int q(Z; X, psi) dZ int', 'int', 'true', 'the first integral is one'),
  edit('eq6', 4, 'q(W; xi) ln p(W)', '2 q(W; xi) ln p(W)', 'vacuous', 'twice zero'),
  edit('eq7', 3, 'ln q(W; xi)', 'ln p(W)', 'vacuous', 'another term that is free of psi'),
  edit(
    'eq7',
    3,
    'ln q(W; xi)',
    'ln q(z_n; x_n, q(W; xi))',
    'malformed',
    'the slip of the note: q has no such argument',
  ),
  edit('eq7', 4, 'grad_{psi}', 'grad_{xi}', 'false', 'the entropy of q(W) moves with xi'),

  // (6.12), (6.13): the gradients that remain.
  edit('6.12', 3, '(N/M)', '(M/N)', 'false', 'the share of the minibatch upside down'),
  edit('6.12', 3, `+ grad_{xi}(E_{${q}}[ln p(W)])`, '', 'false', 'a term that does not vanish is lost'),
  edit('6.12', 2, 'sum_{n in S}', 'sum_n', 'false', 'the data for the minibatch'),
  edit('6.13', 3, 'ln p(z_n)', 'ln p(W)', 'false', 'a term that vanishes for one that does not'),
];
