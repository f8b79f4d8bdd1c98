/** The models that rules are tried in: what they declare, and densities of theirs to build measures from. */
import { parseExpression } from '../../../grammar/parse.js';
import type { Model, Variable } from '../../kernel/model.js';
import { children, type Density, isDensity, mul, type Term, withChildren } from '../../kernel/term.js';
import { attempt } from '../../syntax/diagnostics.js';
import { elaborateDocument } from '../../syntax/document.js';
import { elaborate } from '../../syntax/expression.js';
import { printTerm } from '../../syntax/print.js';
import { type Declarations, fileScope } from '../../syntax/scope.js';

import type { Draw } from './draw.js';

export interface World {
  readonly name: string;
  /** Whether its densities are laws that have a name. */
  readonly ofLaws: boolean;
  readonly model: Model;
  /** Densities as authors write them. */
  readonly densities: readonly Density[];
  /** Variables with states: drawn, or data. */
  readonly variables: readonly Variable[];
  readonly params: readonly Variable[];
  /** The letters of plates. */
  readonly letters: readonly string[];
  readonly subsets: readonly string[];
  /** Whether a printed term reads back as something meaningful. */
  readonly isMeaningful: (term: Term) => boolean;
  readonly print: (term: Term) => string;
}

interface Text {
  readonly name: string;
  /** How often it is chosen: large models are slow. */
  readonly weight: number;
  /** Whether it is for rules of the laws that have a name, and for these only. */
  readonly ofLaws?: boolean;
  readonly declarations: string;
  readonly densities: readonly string[];
}

const texts: readonly Text[] = [
  {
    name: 'three variables, inputs and parameters',
    weight: 12,
    declarations: `
latent x : real
latent x' : real
latent y : positive
latent z
observed u : real
param theta, theta_old, phi
param s : positive
function f(a)
function g(a, b)
function h(a) : positive
density p(x, y, z | u; theta, s) = p(x; theta) p(y | x, u; s) p(z | x; theta)
density q(x, y | u; phi) = q(x | u; phi) q(y | x; phi)
density r(x, y, z) = r(x) r(y | z) r(z)
define F(theta) = E_{p(x; theta)}[f(x)] + theta^2
define G(a) = f(x) a`,
    densities: [
      'p(x; theta)',
      'p(x; theta_old)',
      'p(y | x, u; s)',
      'p(z | x; theta)',
      'p(x, y | u; theta, s)',
      'p(x, z; theta)',
      'p(z; theta)',
      'p(x | y, z, u; theta, s)',
      'p(x, y, z | u; theta, s)',
      'q(x | u; phi)',
      'q(y | x; phi)',
      'q(x, y | u; phi)',
      'r(x)',
      'r(y)',
      'r(z)',
      'r(y | z)',
      'r(x, y)',
      'r(x, y, z)',
      "r(x = x')",
    ],
  },
  {
    name: 'plates of three, the factors of one alike',
    weight: 4,
    declarations: `
plate n = 1..3
plate m = 1..3
iid n
subset S of 1..3 size 2
latent z_n, w : real
observed x_n : {0, 1}
param psi, c_n
let Z = {z_n}, X = {x_n}
function f(a)
function g(a, b)
function h(a) : positive
density p(X, Z, w) = p(w) prod_n (p(x_n | z_n, w) p(z_n))
density q(Z, w; X, psi) = q(w; psi) prod_n q(z_n; x_n, psi)`,
    densities: [
      'p(w)',
      'p(z_n)',
      'p(z_m)',
      'p(x_n | z_n, w)',
      'p(z_n | x_n)',
      'p(Z | X)',
      'p(z_{-n})',
      'q(w; psi)',
      'q(z_n; x_n, psi)',
      'q(Z; X, psi)',
    ],
  },
  {
    name: 'plates, minibatches and a mean field',
    weight: 1,
    declarations: `
plate n = 1..N
plate m = 1..N
subset S of 1..N size M
subset R of 1..N size M
latent z_n, w : real
observed x_n
param psi, xi, xi_old, c_n
let Z = {z_n}, X = {x_n}
function f(a)
function g(a, b)
function h(a) : positive
density p(X, Z, w; xi) = p(w; xi) prod_n (p(x_n | z_n, w) p(z_n))
density q(Z, w; X, psi) = q(w; psi) prod_n q(z_n; x_n, psi)
define L(psi) = sum_{n in S} f(x_n) + psi`,
    densities: [
      'p(w; xi)',
      'p(w; xi_old)',
      'p(z_n)',
      'p(Z)',
      'p(x_n | z_n, w)',
      'p(z_n | x_n, w)',
      'p(Z | X; xi)',
      'p(Z, w | X; xi)',
      'p(x_n; xi)',
      'p(z_m)',
      'p(z_{-n})',
      'q(w; psi)',
      'q(z_n; x_n, psi)',
      'q(z_m; x_m, psi)',
      'q(Z; X, psi)',
      'q(Z, w; X, psi)',
    ],
  },
  {
    name: 'a chain with observations',
    weight: 1,
    declarations: `
plate t = 1..T
plate k = 1..T
latent s_t : real
observed o_t
param theta, phi
let A = {s_t}, O = {o_t}
function f(a)
function g(a, b)
function h(a) : positive
density c(A, O; theta) = c(s_1) (prod_{t=2..T} c(s_t | s_{t-1}; theta)) prod_t c(o_t | s_t)
density d(A | O; phi) = prod_t d(s_t | o_t; phi)`,
    densities: [
      'c(s_1)',
      'c(s_t; theta)',
      'c(s_t | s_{t-1}; theta)',
      'c(s_t | s_{1:t-1}; theta)',
      'c(o_t | s_t)',
      'c(A; theta)',
      'c(A | O; theta)',
      'c(s_k | O; theta)',
      'c(s_{t-1}, s_t; theta)',
      'd(s_t | o_t; phi)',
      'd(A | O; phi)',
      'd(s_{1:t} | O; phi)',
    ],
  },
  {
    name: 'plates of plates, and one that starts at 0',
    weight: 1,
    declarations: `
plate i = 1..2
plate j = 1..2
plate l = 0..K
plate k = 0..K
subset B of 0..K size M
latent a_i, b_{i, j}
latent e_l
param eta, rho_l
let AA = {a_i}, BB = {b_{i, j}}, EE = {e_l}
function f(a)
function g(a, b)
function h(a) : positive
density p(AA, BB; eta) = prod_i (p(a_i; eta) prod_j p(b_{i, j} | a_i))
density q(AA) = prod_i q(a_i)
density q(EE | AA) = prod_l q(e_l | a_1)`,
    densities: [
      'p(a_i; eta)',
      'p(b_{i, j} | a_i)',
      'p(b_{i, j}; eta)',
      'p(AA; eta)',
      'p(BB | AA)',
      'q(a_i)',
      'q(AA)',
      'q(e_l)',
      'q(e_k | a_1)',
      'q(EE | AA)',
      'q(a_1 | EE)',
    ],
  },
  {
    name: 'tables, some with zeros',
    weight: 5,
    declarations: `
latent a : {0, 1}
latent b : {0, 1}
latent c : {1, 2, 3}
param theta, t : unit
function f(a)
function g(a, b)
function h(a) : positive
density p(a) = table[a] [1/3, 2/3]
density p(b | a) = table[a, b] [[1/4, 3/4], [1/2, 1/2]]
density p(c | b; theta)
density o(a) = table[a] [0, 1]
density o(b | a) = table[a, b] [[1, 0], [1/2, 1/2]]
density e(a; t) = Bernoulli(a; t)
density e(c | a)`,
    densities: [
      'p(a)',
      'p(b)',
      'p(b | a)',
      'p(a, b)',
      'p(a | b)',
      'p(c | b; theta)',
      'p(a, c; theta)',
      'o(a)',
      'o(b | a)',
      'o(a, b)',
      'e(a; t)',
      'e(c | a)',
      'e(a, c; t)',
    ],
  },
  {
    name: 'laws that have a name',
    weight: 1,
    ofLaws: true,
    declarations: `
latent x, x' : real
latent y : positive
latent u : unit
latent b : {0, 1}
param theta, phi : real
param s, t : positive
param c : unit
function f(a)
function g(a, b)
function h(a) : positive
density p(x; theta, s) = Normal(x; theta, s)
density p(y; s) = Exponential(y; s)
density p(b; c) = Bernoulli(b; c)`,
    densities: ['p(x; theta, s)', 'p(y; s)', 'p(b; c)'],
  },
];

/** Products of products as one: rules nest them, authors do not. */
function flat(term: Term): Term {
  const inner = children(term).map(flat);
  if (term.tag !== 'mul') return withChildren(term, inner);
  return mul(inner.flatMap((factor) => (factor.tag === 'mul' ? factor.factors : [factor])));
}

function builtIn({ name, ofLaws = false, declarations, densities }: Text): World {
  const document = elaborateDocument(declarations, name, () => {
    throw new Error('no imports');
  });
  const mistakes = [...document.syntax, ...document.faults].map(({ message }) => message);
  if (mistakes.length > 0) throw new Error(`${name}: ${mistakes.join('; ')}`);
  const made = densities.map((text) => {
    const term = reader(document.model)(text);
    if (term === null || !isDensity(term)) throw new Error(`${name}: ${text} is no density`);
    return term;
  });
  return { ...worldOf(name, document.model, made), ofLaws };
}

/** Reads an expression over a model; null where it has no meaning. */
function reader(model: Model): (text: string) => Term | null {
  const names = [...model.variables.keys(), ...model.collections.keys()];
  return (text) => {
    const { expr, problems } = parseExpression(text, { start: 0, end: text.length }, { names });
    if (expr === null || problems.length > 0) return null;
    const result = attempt(() => elaborate(fileScope(text, model as Declarations), expr));
    return 'fault' in result ? null : result.value;
  };
}

/** A model with densities of it, to draw terms from. */
export function worldOf(name: string, model: Model, densities: readonly Density[]): World {
  const known = new Map<string, boolean>();
  const read = reader(model);
  const print = (term: Term): string => printTerm(flat(term), model);
  const isMeaningful = (term: Term): boolean => {
    const text = print(term);
    const answer = known.get(text) ?? read(text) !== null;
    known.set(text, answer);
    return answer;
  };
  const variables = [...model.variables.values()];
  return {
    name,
    ofLaws: false,
    model,
    densities,
    variables: variables.filter(({ role }) => role !== 'param'),
    params: variables.filter(({ role }) => role === 'param'),
    letters: [...model.plates.keys()],
    subsets: [...model.subsets.keys()],
    isMeaningful,
    print,
  };
}

let made: readonly World[] | undefined;

/** The models that rules of densities in general are tried in; made when they are first needed. */
export function worlds(): readonly World[] {
  made ??= texts.map(builtIn);
  return made;
}

/** A world that fits, the small ones more often. */
export const drawnWorld = (draw: Draw, fits: (world: World) => boolean): World =>
  draw.weighted(
    worlds().flatMap((world, i): [number, () => World][] =>
      fits(world) ? [[texts[i]?.weight ?? 1, () => world]] : [],
    ),
  );
