/** Names as LaTeX sets them: letters as they are, Greek ones by their commands, longer words upright. */

const small =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega';
const capital = 'Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega';
const variant = 'varepsilon vartheta varpi varrho varsigma varphi ell';
const commands: ReadonlySet<string> = new Set([small, capital, variant].flatMap((words) => words.split(' ')));

/** Greek letters without a command: they look like Latin ones. */
const latin: Readonly<Record<string, string>> = {
  omicron: 'o',
  Alpha: '\\mathrm{A}',
  Beta: '\\mathrm{B}',
  Epsilon: '\\mathrm{E}',
  Zeta: '\\mathrm{Z}',
  Eta: '\\mathrm{H}',
  Iota: '\\mathrm{I}',
  Kappa: '\\mathrm{K}',
  Mu: '\\mathrm{M}',
  Nu: '\\mathrm{N}',
  Omicron: '\\mathrm{O}',
  Rho: '\\mathrm{P}',
  Tau: '\\mathrm{T}',
  Chi: '\\mathrm{X}',
};

function latexWord(word: string): string {
  if (/^(?:[A-Za-z]?|\d+)$/.test(word)) return word;
  if (commands.has(word)) return `\\${word}`;
  const mathematical = Object.hasOwn(latin, word) ? latin[word] : undefined;
  return mathematical ?? (/^[A-Za-z0-9]+$/.test(word) ? `\\mathrm{${word}}` : `\\text{${word}}`);
}

/** `theta_old`, `z'`, `u^(k)`, a metavariable `?f`, or `heads(?q)` of a rule; `index` joins the name's own subscript. */
export function latexName(name: string, index = ''): string {
  const [, operator, argument] = /^(\p{L}+)\((.+)\)$/u.exec(name) ?? [];
  if (operator !== undefined && argument !== undefined) return `${latexWord(operator)}(${latexName(argument)})`;
  const [, word = '', primes = '', low, high] = /^\??(.*?)('*)(?:_(.+?))?(?:\^\((.+)\))?$/.exec(name) ?? [];
  const scripts = [low === undefined ? '' : latexName(low), index].filter((script) => script !== '').join(', ');
  const sub = scripts === '' ? '' : `_{${scripts}}`;
  // A prime is a superscript to TeX: one that stands behind the subscript may still be followed by a power.
  return `${latexWord(word)}${sub}${primes}${high === undefined ? '' : `^{(${latexName(high)})}`}`;
}
