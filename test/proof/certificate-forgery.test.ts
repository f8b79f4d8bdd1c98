/**
 * A certificate altered so that it asserts or justifies something else is refused: as it stands for its digest, and
 * with a new digest for what it says.
 */
import { describe, expect, test } from 'vitest';
import { digest, forged, type Loose, verdictOn, withTexts } from './certificate-file.js';
import { claim, entry, meaning, numberOf, sample, stepBy } from './certificate-sample.js';

interface Forgery {
  readonly title: string;
  readonly change: (json: Loose) => void;
  /** What the kernel alone says of it; 'accepted' where it is a certificate of something else. */
  readonly alone: string;
  /** What is said where its texts are read, if that is not the same. */
  readonly texts?: string;
}

const forgery = (title: string, change: Forgery['change'], alone: string, texts?: string): Forgery => ({
  title,
  change,
  alone,
  ...(texts === undefined ? {} : { texts }),
});

/** A claim is given another side, printed as it should be. */
const restate = (label: string, side: 'left' | 'right', by: string, text: string) => (json: Loose) => {
  const own = claim(json, label);
  own[side] = numberOf(json.terms, by);
  own.text[side] = text;
};

const product = '"tag":"mul","factors":[2,3]';

const claims: readonly Forgery[] = [
  forgery(
    'another right side',
    restate('joint.1', 'right', '"tag":"num","value":"0"', '0'),
    'joint.1: its proof proves something else',
    'the claim joint.1 is another in the file (at $.files)',
  ),
  forgery(
    'another left side',
    restate('double.1', 'left', product, '2 f(x)'),
    'double.1: its proof proves something else',
    'the claim double.1 is another in the file (at $.files)',
  ),
  forgery(
    'the sides exchanged',
    (json) => {
      const own = claim(json, 'gibbs.1');
      [own.left, own.right] = [own.right, own.left];
      own.text = { left: own.text.right, right: own.text.left };
    },
    'gibbs.1: its proof proves something else',
    'the claim gibbs.1 is another in the file (at $.files)',
  ),
  forgery(
    'an inequality turned around',
    (json) => {
      claim(json, 'gibbs.1').relation = '<=';
    },
    'gibbs.1: its proof proves something else',
    'the claim gibbs.1 is another in the file (at $.files)',
  ),
  forgery(
    'an inequality made an equality',
    (json) => {
      claim(json, 'gibbs.1').relation = '=';
    },
    'gibbs.1: its proof proves something else',
    'the claim gibbs.1 is another in the file (at $.files)',
  ),
  forgery(
    'a strict inequality',
    (json) => {
      claim(json, 'gibbs.1').relation = '>';
    },
    '$.claims[2].relation: one of =, <=, >=, propto is needed here',
  ),
  forgery(
    'an equality weakened',
    (json) => {
      claim(json, 'joint.1').relation = '>=';
    },
    'accepted',
    'the claim joint.1 is another in the file (at $.files)',
  ),
  forgery(
    'free of something else',
    (json) => {
      claim(json, 'upto.1').upTo = [{ name: 'z', at: [] }];
    },
    'upto.1: its proof proves something else',
    'the claim upto.1 is another in the file (at $.files)',
  ),
  forgery(
    'free of nothing',
    (json) => {
      claim(json, 'upto.1').upTo = [];
    },
    '$.claims[4].upTo: at least 1 must stand here',
  ),
  forgery(
    'up to nothing at all',
    (json) => {
      claim(json, 'upto.1').upTo = null;
    },
    'upto.1: its proof proves something else',
    'the claim upto.1 is another in the file (at $.files)',
  ),
  forgery(
    'the proof of another claim',
    (json) => {
      claim(json, 'markov.1').proof = claim(json, 'joint.1').proof;
    },
    'markov.1: its proof proves something else',
  ),
  forgery(
    'no proof',
    (json) => {
      claim(json, 'markov.1').proof = null;
    },
    '$.claims[1].proof: the number of a step that stands before this is needed here',
  ),
  forgery(
    'other words for people',
    (json) => {
      claim(json, 'markov.1').text.right = 'p(z)';
    },
    'markov.1: its right side is printed as another: it is p(z | y)',
  ),
  forgery(
    'another label',
    (json) => {
      claim(json, 'markov.1').label = 'chain.1';
    },
    'accepted',
    'the file has no claim chain.1 (at $.files)',
  ),
  forgery(
    'a label twice',
    (json) => {
      claim(json, 'markov.1').label = 'double.1';
    },
    '$.claims[1]: the label "double.1" stands here twice',
  ),
];

const steps: readonly Forgery[] = [
  forgery(
    "a step's rule renamed to one that is none",
    (json) => {
      entry(json.rules, 'independence').name = 'independance';
    },
    '$.rules[1]: the theory has no row "independance"',
  ),
  forgery(
    "a step's rule renamed to another",
    (json) => {
      entry(json.rules, 'independence').name = 'bayes';
    },
    'markov.1, step 1: this says nothing',
  ),
  forgery(
    'a step by another rule of the certificate',
    (json) => {
      stepBy(json, 'independence').rule = numberOf(json.rules, 'expectation-constant');
    },
    '$.rules[1]: no step uses this rule',
  ),
  forgery(
    "a substitution's term changed",
    (json) => {
      meaning(stepBy(json, 'log-product'), 'b').term = numberOf(
        json.terms,
        '"heads":[{"of":{"name":"x"',
        '"value":0}],"givens":[]',
      );
    },
    'joint.1, step 8: the second statement does not begin where the first ends',
  ),
  forgery(
    'a constant that is none',
    (json) => {
      const is = meaning(stepBy(json, 'expectation-constant'), 'c');
      is.term = numberOf(json.terms, '"tag":"apply"');
    },
    'double.1, step 0: a condition does not hold',
  ),
  forgery(
    'independence of what is not independent',
    (json) => {
      meaning(stepBy(json, 'independence'), 'C').slots = [];
    },
    'markov.1, step 1: a condition does not hold',
  ),
  forgery(
    'a metavariable without a meaning',
    (json) => {
      stepBy(json, 'expectation-constant').substitution.pop();
    },
    'double.1, step 0: ?f needs term, and has nothing',
  ),
  forgery(
    'a meaning of the wrong kind',
    (json) => {
      entry(stepBy(json, 'expectation-constant').substitution, '"name":"c"').is = { kind: 'family', family: 'p' };
    },
    'double.1, step 0: ?c needs term, and has family',
  ),
  forgery(
    'a premise that is another step',
    (json) => {
      const step = json.steps[claim(json, 'joint.1').proof];
      [step.first, step.second] = [step.second, step.first];
    },
    'joint.1, step 9: the second statement does not begin where the first ends',
  ),
  forgery(
    'a premise that comes later',
    (json) => {
      const { proof } = claim(json, 'joint.1');
      json.steps[proof].second = proof;
    },
    '$.steps[9].second: the number of a step that stands before this is needed here',
  ),
  forgery(
    'a procedure for another',
    (json) => {
      entry(json.steps, '"name":"factorise"').procedure.name = 'unfold';
    },
    'joint.1, step 3: this is no definition',
  ),
  forgery(
    'a sum of another factor',
    (json) => {
      const step = entry(json.steps, '"step":"shift"');
      [step.by, step.right] = [step.right, step.by];
    },
    'upto.1, step 17: it depends on a variable that it must be free of',
  ),
  forgery(
    'an assumption that the file does not make',
    (json) => {
      json.steps[1] = { step: 'hypothesis', index: 0 };
      json.rules.splice(1, 1);
      for (const step of json.steps) if (step.rule > 1) step.rule -= 1;
    },
    'markov.1, step 1: there is no such assumption',
  ),
];

const declarations: readonly Forgery[] = [
  forgery(
    'a factorisation that says less',
    (json) => {
      entry(json.model.families, '"name":"p"').factors[2].givens.unshift({ name: 'x', at: [] });
    },
    'markov.1, step 1: a condition does not hold',
    'the density p is another in the file (at $.files)',
  ),
  forgery(
    'a factorisation that says more',
    (json) => {
      entry(json.model.families, '"name":"p"').factors[2].givens = [];
    },
    'joint.1, step 9: the second statement does not begin where the first ends',
    'the density p is another in the file (at $.files)',
  ),
  forgery(
    'a factor left out',
    (json) => {
      entry(json.model.families, '"name":"p"').factors.pop();
    },
    'markov.1: this says nothing',
    'the density p is another in the file (at $.files)',
  ),
  forgery(
    'two laws for one variable',
    (json) => {
      entry(json.model.families, '"name":"p"').factors[2].heads[0].name = 'y';
    },
    '$.model: p gives y two laws',
    'the density p is another in the file (at $.files)',
  ),
  forgery(
    'a density of itself',
    (json) => {
      entry(json.model.families, '"name":"p"').factors[0].givens = [{ name: 'z', at: [] }];
    },
    '$.model: p: x depends on itself',
    'the density p is another in the file (at $.files)',
  ),
  forgery(
    'a domain',
    (json) => {
      entry(json.model.variables, '"name":"x"').domain = { tag: 'positive' };
    },
    'accepted',
    'the variable x is another in the file (at $.files)',
  ),
  forgery(
    'a declaration more',
    (json) => {
      json.model.variables.push({ name: 'w', role: 'latent', indices: [], domain: null });
    },
    'accepted',
    'the file has no variable w (at $.files)',
  ),
  forgery(
    'another text',
    (json) => {
      json.files[0].text = json.files[0].text.replace('p(z | y)', 'p(z | x, y)');
    },
    'accepted',
    'the density p is another in the file (at $.files)',
  ),
];

const rules: readonly Forgery[] = [
  forgery(
    "a user's rule presented as the theory's",
    (json) => {
      const at = numberOf(json.rules, '"origin":"user"');
      json.rules[at] = { origin: 'theory', name: 'mine' };
    },
    '$.rules[4]: the theory has no row "mine"',
  ),
  forgery(
    "a user's rule with the name of a row of the theory",
    (json) => {
      entry(json.rules, '"origin":"user"').name = 'bayes';
    },
    '$.rules[4]: the theory has a row "bayes" of its own',
  ),
  forgery(
    "a user's rule without its condition",
    (json) => {
      entry(json.rules, '"origin":"user"').when = [];
    },
    'accepted',
    'the rule mine is another in the file (at $.files)',
  ),
  forgery(
    "a user's rule that carries a variable out of its binder",
    (json) => {
      const own = entry(json.rules, '"origin":"user"');
      json.patterns.push({
        tag: 'expect',
        measure: [json.patterns.push({ tag: 'meta', name: 'q' }) - 1],
        body: own.right,
      });
      json.patterns.push({ tag: 'expect', measure: [json.patterns.length - 2], body: 0 });
      own.left = json.patterns.length - 1;
      own.right = 0;
      own.when = [];
    },
    '$.rules[4]: this rule carries something past a binder without leave',
  ),
  forgery(
    'another theory',
    (json) => {
      json.theory = digest('another');
    },
    '$.theory: it was written with another table of rules',
  ),
];

const all = [...claims, ...steps, ...declarations, ...rules];

describe.each(all)('$title', ({ change, alone, texts }) => {
  test('refused for its digest', () => {
    const json = JSON.parse(forged(sample, change));
    json.digest = JSON.parse(sample).digest;
    const kept = forged(sample, change).replace(/"digest":"\w+"/, `"digest":"${json.digest}"`);
    expect(verdictOn(kept)).toBe('$.digest: the text is not the one that the digest was taken of');
  });

  test('the kernel alone', () => {
    expect(verdictOn(forged(sample, change))).toContain(alone);
  });

  test('with its texts', () => {
    const { rejected, claims: lines } = withTexts(forged(sample, change));
    if (texts !== undefined) expect(rejected).toBe(texts);
    else expect(rejected !== null || lines.some(({ objection }) => objection !== null)).toBe(true);
  });
});

test('the sample is accepted as it stands', () => {
  expect(verdictOn(sample)).toBe('accepted');
  expect(verdictOn(forged(sample, () => {}))).toBe('accepted');
});
