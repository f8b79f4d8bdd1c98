/** Certificates keep to docs/certificate.schema.json, and the schema knows everything that can stand in one. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { certificateOf, type Loose, verdictOn } from './certificate-file.js';
import { claim, entry, sample } from './certificate-sample.js';

const schema: Loose = JSON.parse(readFileSync('docs/certificate.schema.json', 'utf8'));
const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(schema);

function problemsOf(json: Loose): unknown {
  return validate(json) ? [] : validate.errors;
}

/** Each line says that something is itself: so that everything that can be declared and said stands in it. */
const everything = certificateOf(`
plate n = 1..N
plate t = 1..T
plate k = 1..3
subset S of 1..N size M
latent z_n, s_t, w_k
latent x, y : real
latent u : unit
latent c : {0,1}
latent d : 1..3
latent g : discrete
latent v : real^D
param theta : positive
param theta_old
observed o_n
let Z = {z_n}
function f(x) : positive
define F(a) = a^2 + 1
density chain: p(Z, x, y) = p(x) p(y | x) prod_n p(z_n | x)
density law: p(u) = Beta(u; 2, theta)
density table: p(c) = table[c] [1/3, 2/3]
density formula: q(x; theta) = exp(-x^2 / theta) / theta
density steps: r(s_t | s_{t-1})
assume less: f(theta) >= 1
rule mine "my own": softplus(?a) = ln(1 + exp(?a)) when ?a > 0
claim sums: sum_{n in S} sum_{m = 2..N, m != n} ln p(z_n | x) + prod_n 2 = sum_{n in S} sum_{m = 2..N, m != n} ln p(z_n | x) + prod_n 2
claim draws: E_S[N/M] = E_S[N/M]
claim numbers: pi F(x) f(y) Normal(x; 0, 1) = pi F(x) f(y) Normal(x; 0, 1)
claim integrals: int_{-inf}^{1} x dx + sum_{c} c = int_{-inf}^{1} x dx + sum_{c} c
claim gradients: grad_{theta}(ln theta) = grad_{theta}(ln theta)
claim functionals: KL[p(x) || q(x; theta)] + H[p(x)] + H[p(x), q(x; theta)] = KL[p(x) || q(x; theta)] + H[p(x)] + H[p(x), q(x; theta)]
claim means: H_{p}[x | y] + I_{p}[x; y] = H_{p}[x | y] + I_{p}[x; y]
claim moments: E_{p(x)}[Var_{p(x)}[x]] + Cov_{p(x, y)}[x, y] = E_{p(x)}[Var_{p(x)}[x]] + Cov_{p(x, y)}[x, y]
claim parts: p(z_1, Z_{-1}) = p(z_1, Z_{-1})
claim own: softplus(theta) = ln(1 + exp(theta)) by mine
claim given: f(theta) >= 1 by less
derivation upto: ln p(x, y) = ln p(y | x) + const_{y}
`);

describe('valid', () => {
  test.each([
    ['the sample', sample],
    ['everything', everything],
    ['nothing', certificateOf('')],
  ])('%s', (_, certificate) => {
    expect(verdictOn(certificate)).toBe('accepted');
    expect(problemsOf(JSON.parse(certificate))).toEqual([]);
  });
});

/** The tags that the schema allows at a place. */
const tagsOf = (definition: string, tag: string): string[] =>
  schema.definitions[definition].oneOf.map((variant: Loose) => variant.properties[tag].const);

const found = (json: Loose, tag: string): string[] => [...new Set<string>(json.map((item: Loose) => item[tag]))].sort();

test('every kind of term that the schema allows is one that the kernel reads', () => {
  expect(found(JSON.parse(everything).terms, 'tag')).toEqual(tagsOf('term', 'tag').sort());
});

test('every kind of declaration is there', () => {
  const { model } = JSON.parse(everything);
  for (const [kind, entries] of Object.entries<Loose>(model)) expect(entries, kind).not.toEqual([]);
  const domains = model.variables.flatMap(({ domain }: Loose) => domain ?? []);
  expect(found(domains, 'tag')).toEqual(tagsOf('domain', 'tag').sort());
});

describe('invalid', () => {
  test.each<[string, (json: Loose) => void]>([
    ['another version', (json) => (json.format = 'derivecheck-certificate/2')],
    ['an unknown section', (json) => (json.extra = [])],
    ['no digest', (json) => delete json.digest],
    ['an unknown term', (json) => (json.terms[0].tag = 'reff')],
    ['a field of another term', (json) => (json.terms[0].body = 0)],
    ['a number as a number', (json) => (entry(json.terms, '"value":"2"').value = 2)],
    ['a term by a fraction', (json) => (json.claims[0].left = 0.5)],
    ['an unknown step', (json) => (json.steps[0].step = 'believe')],
    ['an unknown procedure', (json) => (entry(json.steps, 'factorise').procedure.name = 'guess')],
    ['a meaning of no kind', (json) => (json.steps[0].substitution[0].is.kind = 'law')],
    ['a row of the theory in full', (json) => (json.rules[0].when = [])],
    ["an author's rule without its sides", (json) => delete entry(json.rules, '"user"').left],
    ['a strict inequality', (json) => (claim(json, 'gibbs.1').relation = '>')],
    ['up to nothing', (json) => (claim(json, 'upto.1').upTo = [])],
    ['no words', (json) => delete claim(json, 'own.1').text],
  ])('%s', (_, change) => {
    const json: Loose = JSON.parse(sample);
    change(json);
    expect(problemsOf(json)).not.toEqual([]);
  });
});
