/** Lines without a meaning: what is wrong, and where. */
import { declarations } from './declarations.js';
import { malformed, means } from './line.js';

malformed('names', declarations, [
  ['psy', 'unknown-name', 'psy', 'psy is not declared'],
  ['x_n + foo w', 'unknown-name', 'foo', 'foo is not declared'],
  ['foo(w)', 'unknown-name', 'foo', 'foo is not declared'],
  ['foo(w, w)', 'unknown-name', 'foo', 'foo is not declared'],
  ['p(foo)', 'unknown-name', 'foo', 'foo is not declared'],
  ['w_3', 'index-count', 'w_3', 'w has no index'],
  ['f_2(w)', 'unknown-name', 'f_2', 'f_2 is not declared'],
  ['ln_2(w)', 'unknown-name', 'ln_2', 'ln_2 is not declared'],
  ['E(w)', 'operator-form', 'E', 'E is written E_{q(z)}[f]'],
  ['KL(w, w)', 'operator-form', 'KL', 'KL is written KL[q(z) || p(z)]'],
  ['...', 'ellipsis', '...', '... stands for something that was not written, so it cannot be checked'],
  ['?f + w', 'rule-only', '?f', '?f is a metavariable: it belongs in rules'],
  ['f({w})', 'unsupported', '{w}', 'braces make a collection, which is no number: group with ( )'],
  ['1e9999', 'long-number', '1e9999', 'a number has at most 1000 digits, and an exponent below 1000'],
]);

malformed('indices', declarations, [
  ['x_0', 'outside-plate', 'x_0', 'x_0 is outside its plate 1..N'],
  ['y_{T+1}', 'outside-plate', 'y_{T+1}', 'y_{T+1} is outside its plate 1..T'],
  [
    'sum_t c(y_t | y_{t-1})',
    'outside-plate',
    'y_{t-1}',
    'y_{t-1} (index 0 at the start of its range) is outside its plate 1..T',
  ],
  ['sum_t f(y_{t+1})', 'outside-plate', 'y_{t+1}', 'y_{t+1} is outside its plate 1..T'],
  ['sum_{n in S} f(x_{n+1})', 'outside-plate', 'x_{n+1}', 'x_{n+1} is outside its plate 1..N'],
  ['f(y_{0:T})', 'outside-plate', 'y_{0:T}', 'y_{0:T} is outside its plate 1..T'],
  ['x_w', 'not-an-index', 'w', 'an index is a letter, a number, or a letter plus or minus a number'],
  ['x_{2 n}', 'not-an-index', '2 n', 'an index is a letter, a number, or a letter plus or minus a number'],
  ['x_{1.5}', 'not-an-index', '1.5', 'an index is a letter, a number, or a letter plus or minus a number'],
  ['x_m', 'unknown-index', 'm', 'the index m has no range here'],
  ['sum_m x_m', 'unknown-index', 'm', 'the index m has no range here'],
  ['sum_{m in R} x_m', 'unknown-name', 'm in R', 'R is not declared'],
  ['sum_{m in X} x_m', 'wrong-kind', 'm in X', 'X is a collection, not a subset'],
  ['z_{n, n}', 'index-count', 'z_{n, n}', 'z has one index, not 2'],
  ['z', 'index-count', 'z', 'z has one index, not 0'],
  ['Z', 'array-as-number', 'Z', 'Z has several members and cannot stand for a number'],
  ['y_{1:2}', 'array-as-number', 'y_{1:2}', 'y_{1:2} has several members and cannot stand for a number'],
  ['z(n)', 'bracket-index', 'z', 'z is a variable and takes no argument in brackets'],
  ['z[n]', 'bracket-index', 'z', 'z is a variable and takes no argument in brackets'],
  ['w(1, 2)', 'bracket-index', 'w', 'w is a variable and takes no argument in brackets'],
  ['sum_{n = 1} w', 'operator-form', 'n = 1', 'a range is written {n = 1..N}'],
  ['sum_{k = 1..10000} k', 'long-range', 'k = 1..10000', 'the range 1..10000 has more than 1000 members'],
]);

malformed('functions', declarations, [
  ['ln', 'function-without-arguments', 'ln', 'ln is a function: give it its argument'],
  ['f', 'function-without-arguments', 'f', 'f is a function: give it its argument'],
  ['f * (w)', 'function-without-arguments', 'f', 'f is a function: give it its argument'],
  ['L', 'function-without-arguments', 'L', 'L is a function: give it its argument'],
  ['f(w, w)', 'argument-count', '(w, w)', 'f takes 1 argument, not 2'],
  ['g(w)', 'argument-count', '(w)', 'g takes 2 arguments, not 1'],
  ['g(X)', 'argument-count', '(X)', 'g takes 2 arguments, not 1'],
  ['ln(w, w)', 'argument-count', '(w, w)', 'ln takes 1 argument, not 2'],
  ['L(psi)', 'argument-count', '(psi)', 'L takes 2 arguments, not 1'],
  ['f(a = w)', 'named-argument', 'a = w', "the arguments of f have no names: no '=' fits here"],
  ['f^2(w)', 'operator-form', 'f^2', 'a power of f(x) is written (f(x))^2'],
  ['ln^2 w', 'operator-form', 'ln^2', 'a power of ln(x) is written (ln(x))^2'],
  ['Normal(w, 0, 1)', 'operator-form', 'Normal', 'Normal is written Normal(x; mean, variance)'],
  ['Normal(w; 0)', 'argument-count', '(w; 0)', 'Normal takes 2 arguments, not 1'],
  ['(w, w)', 'plain-bracket', '(w, w)', "this bracket groups one expression: no ',', ';' or '|' fits here"],
  ['(w | w)', 'plain-bracket', '(w | w)', "this bracket groups one expression: no ',', ';' or '|' fits here"],
]);

malformed('densities', declarations, [
  ['p', 'family-without-arguments', 'p', 'p is a family of densities: name the variables, as in p(x)'],
  ['p * (w)', 'family-without-arguments', 'p', 'p is a family of densities: name the variables, as in p(x)'],
  [
    'q(z_n; x_n, q(w; xi))',
    'not-a-slot',
    'q(w; xi)',
    "'q(w; xi)' is no variable of q, whose variables are w, xi, z_n, x_n, psi",
  ],
  ['p(w; psi)', 'not-a-slot', 'psi', "'psi' is no variable of p, whose variables are w, x_n, z_n"],
  ['p(3)', 'not-a-slot', '3', "'3' is no variable of p, whose variables are w, x_n, z_n"],
  ['p(w^2)', 'not-a-slot', 'w^2', "'w^2' is no variable of p, whose variables are w, x_n, z_n"],
  ['p(psi = 3)', 'not-a-slot', 'psi = 3', "'psi' is no variable of p, whose variables are w, x_n, z_n"],
  ['q(x_n)', 'no-law', 'x_n', 'q gives x_n no law'],
  ['q(w, xi)', 'no-law', 'xi', 'q gives xi no law'],
  ['q(w)', 'input-left-out', 'q(w)', 'this density of q(w) depends on xi, which is left out'],
  ['q(Z, w; X)', 'input-left-out', 'q(Z, w; X)', 'this density of q(Z, w | X) depends on xi, psi, which are left out'],
  ['q(z_n; psi)', 'input-left-out', 'q(z_n; psi)', 'this density of q(z_n; psi) depends on x_n, which is left out'],
  ['p(w, w)', 'slot-twice', 'p(w, w)', 'w stands twice in this density of p'],
  ['p(w | w)', 'slot-twice', 'p(w | w)', 'w stands twice in this density of p'],
  ['p(Z | z_n)', 'slot-twice', 'p(Z | z_n)', 'Z stands twice in this density of p'],
]);

means('inputs that may be left out, being independent', declarations, [
  ['q(w; xi)'],
  ['q(z_n; x_n, psi)', 'q(z_n | x_n; psi)'],
  ['q(z_n, w; x_n, psi, xi)', 'q(z_n, w | x_n; psi, xi)'],
  ['q(w | Z; xi)'],
  ['p(z_n)'],
]);

malformed('measures', declarations, [
  ['E[w]', 'measure-missing', 'E[w]', 'E needs its measure as a subscript'],
  ['Var[w]', 'measure-missing', 'Var[w]', 'Var needs its measure as a subscript'],
  ['E_{w}[w]', 'not-a-measure', 'w', 'a measure is a density, or a product of densities with distinct heads'],
  [
    'E_{p(w) + p(w)}[w]',
    'not-a-measure',
    'p(w) + p(w)',
    'a measure is a density, or a product of densities with distinct heads',
  ],
  [
    'E_{p(w = 3)}[w]',
    'not-a-measure',
    'p(w = 3)',
    'a measure is a density, or a product of densities with distinct heads',
  ],
  ['H[w]', 'not-a-measure', 'H[w]', 'a measure is a density, or a product of densities with distinct heads'],
  ['E_{p(w) q(w; xi)}[w]', 'head-twice', 'E_{p(w) q(w; xi)}[w]', 'w is a head of two densities of this measure'],
  [
    'E_{p(Z) q(z_n; x_n, psi)}[w]',
    'head-twice',
    'E_{p(Z) q(z_n; x_n, psi)}[w]',
    'z_n is a head of two densities of this measure',
  ],
  [
    'KL[q(w; xi) || p(z_n)]',
    'heads-differ',
    'KL[q(w; xi) || p(z_n)]',
    'the densities compared are of different variables: w and z_n',
  ],
  [
    'H[q(w; xi), p(Z)]',
    'heads-differ',
    'H[q(w; xi), p(Z)]',
    'the densities compared are of different variables: w and Z',
  ],
  ['KL[q(w; xi), p(w)]', 'operator-form', 'KL[q(w; xi), p(w)]', 'KL is written KL[q(z) || p(z)]'],
  ['Cov_{p(w)}[w]', 'operator-form', 'Cov_{p(w)}[w]', 'Cov is written Cov_{q(z)}[f, g]'],
  ['H_{p(w)}[w]', 'operator-form', 'H_{p(w)}[w]', 'H is written H_{p}[x | y]'],
  ['I_{p}[X | w]', 'operator-form', 'I_{p}[X | w]', 'I is written I_{p}[x; y] or I_{p}[x; y | z]'],
  ['I_{w}[X; w]', 'wrong-kind', 'w', 'w is a variable, not a family of densities'],
  ['H_{r}[w | X]', 'unknown-name', 'r', 'r is not declared'],
]);

malformed('integrals, gradients, const', declarations, [
  ['int_0 w dw', 'operator-form', 'int_0 w dw', 'int is written int_a^b with both bounds, or int with none'],
  ['int_0^1 w dw dz_n', 'operator-form', 'int_0^1 w dw dz_n', 'int is written int_a^b with one differential'],
  ['int w dw dw', 'bound-twice', 'int w dw dw', 'w is bound twice here'],
  ['int w dZ dz_n', 'bound-twice', 'int w dZ dz_n', 'z_n is bound twice here'],
  ['sum_{k, k} h(k; xi)', 'bound-twice', 'sum_{k, k} h(k; xi)', 'k is bound twice here'],
  ['grad_{psi, xi}(w)', 'operator-form', 'grad_{psi, xi}(w)', 'grad is written grad_{theta}(...), with one variable'],
  ['grad_{psi + xi}(w)', 'not-a-variable', 'psi + xi', 'what is differentiated by must be a declared variable'],
  ['w + const', 'free-of-what', 'const', 'say of which variables it is free: const_{Z}'],
  ['w const_{Z}', 'slack-place', 'const_{Z}', 'const stands only as a term added to a side'],
  ['f(const_{Z})', 'slack-place', 'const_{Z}', 'const stands only as a term added to a side'],
  ['const_{w^2}', 'not-a-variable', 'w^2', 'what a const or propto is free of must be a declared variable'],
]);
