/** Whole .expr files at random, from a grammar of their own: most statements mean something, and names fit now and then. */
import fc from 'fast-check';

type Text = fc.Arbitrary<string>;

/** The parts of a template in their places. */
function text(parts: TemplateStringsArray, ...holes: readonly Text[]): Text {
  return fc.tuple(...holes).map((filled) => parts.map((part, i) => `${part}${filled[i] ?? ''}`).join(''));
}

const oneOf = (...words: readonly string[]): Text => fc.constantFrom(...words);
const listOf = (item: Text, least: number, most: number, joint = ', '): Text =>
  fc.array(item, { minLength: least, maxLength: most }).map((items) => items.join(joint));

/** Names of parts of objects are names like others. */
const odd = oneOf('constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', 'isPrototypeOf', 'E', 'd', 'ln');
const variable = fc.oneof(
  { weight: 12, arbitrary: oneOf('x', 'y', 'w', 'z_n', 'u_t', 'a', 's', 'theta', 'Z', 'x_n', 'u_{t-1}') },
  { weight: 1, arbitrary: odd },
);
const family = oneOf('p', 'q', 'p', 'q', 'r', 'constructor');
const index = oneOf('n', 't', 'k', 'n = 1..N', 'n = 2..N, n != 3', 'n in S', 'm != n', 'k = 1..3', 't = 1..T-1');
const number = oneOf('0', '1', '2', '-1', '1/2', '0.25', '1e3', '1e999', '64', '1000000000', 'pi', 'inf');

const { expression, measure } = fc.letrec<{ expression: string; measure: string; atom: string; big: string }>(
  (tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 5, arbitrary: tie('atom') },
      { weight: 3, arbitrary: text`${tie('expression')} ${oneOf('+', '-', '', '*', '/')} ${tie('expression')}` },
      { weight: 3, arbitrary: tie('big') },
      { weight: 1, arbitrary: text`(${tie('expression')})^${oneOf('2', '{-1}', '{1/2}', 'n', '{x}', '64', '{10^9}')}` },
      { weight: 1, arbitrary: text`(${tie('expression')})` },
    ),
    big: fc.oneof(
      { maxDepth: 4 },
      text`E_{${tie('measure')}}[${tie('expression')}]`,
      text`${oneOf('ln', 'exp', 'f', 'F', 'sqrt', 'abs', 'toString', '-')}(${tie('expression')})`,
      text`int ${tie('expression')} d${oneOf('x', 'y', 'w', 'Z', 'z_n', ' x')}`,
      text`${oneOf('sum', 'prod')}_{${index}} ${tie('expression')}`,
      text`grad_{${oneOf('theta', 's', 'x')}}(${tie('expression')})`,
      text`KL[${tie('measure')} || ${tie('measure')}]`,
      text`${oneOf('H', 'Var', 'I')}_{${tie('measure')}}[${tie('expression')}]`,
      text`d/d${oneOf('x', 's')} (${tie('expression')})`,
    ),
    measure: fc.oneof(
      { maxDepth: 3 },
      text`${family}(${listOf(variable, 1, 3)}${oneOf('', '', ' | x', ' | y, w', '; theta', ' | z_n; s')})`,
      text`${family}(x = ${tie('expression')})`,
      text`${tie('measure')} ${tie('measure')}`,
    ),
    atom: fc.oneof(
      { weight: 5, arbitrary: variable },
      { weight: 2, arbitrary: number },
      { weight: 2, arbitrary: tie('measure') },
    ),
  }),
);

export { expression };

const reason = fc.oneof(
  oneOf('linearity', 'log of a product', 'marginalisation', 'L1', '(L1)', '"a remark"', 'eq', 'mine'),
  odd,
);
const relation = fc.oneof(
  { weight: 6, arbitrary: fc.constant('=') },
  { weight: 2, arbitrary: oneOf('<=', '>=', '!=', '<', 'propto_{x}') },
);
const step = text`  ${relation} ${expression}${oneOf('', '', '', ' + const_{x}', ' for any x')}${fc.oneof(fc.constant(''), text` by ${listOf(reason, 1, 2)}`)}\n`;
const label = fc.oneof(oneOf('', ' L1', ' eq', ' 6.9', ' eq "a title"', ' "\u001b[31m<b>"'), text` ${odd}`);
const pattern = oneOf(
  'E_{?q}[?f + ?g]',
  'ln(?a ?b)',
  '?a + ?b',
  '?a ?b ?c',
  'f(?a)',
  'int ?f d?x',
  'grad_{?t}(?f)',
  '?p(?A | ?B)',
  '?a',
  '0',
);

const condition = oneOf('?a > 0', '?f free of ?x', '?f integrable in ?q', '?a is nice', '');

/** What a file may say beside its first declarations. */
export const statement = fc.oneof(
  { weight: 6, arbitrary: text`derivation${label}:\n  ${expression}\n${listOf(step, 1, 3, '')}` },
  { weight: 5, arbitrary: text`claim${label}: ${expression}${step}` },
  { weight: 2, arbitrary: text`define ${oneOf('F', 'G', 'toString')}(${variable}) = ${expression}\n` },
  { weight: 1, arbitrary: text`define ${oneOf('H0', 'F', 'x')} = ${expression}\n` },
  { weight: 2, arbitrary: text`density${label}: ${measure} = ${expression}\n` },
  { weight: 1, arbitrary: text`density ${measure}${oneOf('', ' = Normal(x; 0, 1)', ' = table[x] [1/2, 1/2]')}\n` },
  { weight: 1, arbitrary: text`assume ${oneOf('', 'A1:')} ${expression} ${relation} ${expression}\n` },
  {
    weight: 2,
    arbitrary: text`rule ${oneOf('mine', 'r1', 'constructor')}: ${pattern} ${relation} ${pattern} when ${condition}\n`,
  },
  { weight: 1, arbitrary: text`plate ${oneOf('n', 'k', 't')} = ${oneOf('1..N', '1..3', '0..T', '1..1000000000')}\n` },
  {
    weight: 1,
    arbitrary: text`${oneOf('latent', 'param', 'observed')} ${variable}${oneOf('', ' : real', ' : {0, 1}', ' : positive', ' : 1..3')}\n`,
  },
  {
    weight: 1,
    arbitrary: text`import "${oneOf('self.expr', 'other.expr', '../up.expr', '/etc/passwd', 'broken.expr')}"\n`,
  },
  { weight: 1, arbitrary: oneOf('subset S of 1..N size M\n', 'iid n\n', 'let X = {x_n}\n', 'function g(a, b)\n') },
);

const declarations = `plate n = 1..N
plate t = 1..T
subset S of 1..N size M
latent x, y, w : real, z_n, u_t
observed x_n
param theta, s : positive
let Z = {z_n}
function f(a)
density p(x, y, Z, x_n) = p(x) p(y | x) (prod_n p(z_n | x)) p(x_n | y)
density q(x | y; theta)
define F(a) = a^2 + f(a)
`;

export const file = fc.oneof(
  { weight: 5, arbitrary: listOf(statement, 1, 3, '').map((rest) => declarations + rest) },
  { weight: 1, arbitrary: listOf(statement, 1, 6, '') },
);

/** What the imports of `file` find. */
export const importable: ReadonlyMap<string, string> = new Map([
  ['self.expr', 'import "self.expr"\nparam theta2'],
  ['other.expr', 'import "self.expr"\nlatent v\ndensity r(v)\nclaim eq: 1 = 1'],
  ['broken.expr', 'latent (\nclaim: = ='],
]);
