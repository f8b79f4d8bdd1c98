/** What is no certificate is refused in a sentence, with its place, whatever it is. */
import { describe, expect, test } from 'vitest';
import { digest, forged, type Loose, verdictOn } from './certificate-file.js';
import { claim, entry, meaning, numberOf, sample, stepBy } from './certificate-sample.js';

describe('no certificate', () => {
  const missing = (key: string): string => JSON.stringify({ ...JSON.parse(sample), [key]: undefined });
  test.each<[string, string, string]>([
    ['nothing', '', '$: this is no JSON'],
    ['half of one', sample.slice(0, sample.length / 2), '$: this is no JSON'],
    ['a list', '[]', '$: an object is needed here, not a list'],
    ['null', 'null', '$: an object is needed here, not null'],
    [
      'nested a million deep',
      '['.repeat(1_000_000) + ']'.repeat(1_000_000),
      '$: it is nested deeper than certificates are',
    ],
    ['brackets in a text', JSON.stringify('['.repeat(1000)), '$: an object is needed here, not a text'],
    ['without steps', missing('steps'), '$: the key steps is missing'],
    ['without a digest', missing('digest'), '$: the key digest is missing'],
    [
      'another format',
      sample.replace('certificate/1', 'certificate/2'),
      '$.format: only derivecheck-certificate/1 is known here',
    ],
    ['a byte more', `${sample} `, '$.digest: the text does not end with its digest'],
    [
      'a byte changed',
      sample.replace('test.expr', 'tess.expr'),
      '$.digest: the text is not the one that the digest was taken of',
    ],
    ['in one line', JSON.stringify(JSON.parse(sample)), '$.digest: the text does not end with its digest'],
  ])('%s', (_, text, sentence) => {
    expect(verdictOn(text)).toBe(sentence);
  });
});

/** A change of the text itself, with a digest of what it is now. */
function rewritten(from: string, to: string): string {
  expect(sample).toContain(from);
  const body = sample.replace(from, to).replace(/"digest":"\w+"\n\}\n$/, '');
  return `${body}"digest":"${digest(body)}"\n}\n`;
}

describe('laid out in another way', () => {
  const layout = '$: it is not laid out as certificates are: one entry a line, no key twice';
  test.each<[string, string, string]>([
    ['a space', '"relation":"="', '"relation": "="'],
    ['a key twice', '"relation":"="', '"relation":">=","relation":"="'],
    ['a section twice', '"terms":[', '"terms":[],\n"terms":['],
    ['another number for the same', '"proof":0', '"proof":0e0'],
    ['an escape', '"label":"double.1"', '"label":"d\\u006fuble.1"'],
    ['Windows lines', '"terms":[\n', '"terms":[\r\n'],
  ])('%s', (_, from, to) => {
    expect(verdictOn(rewritten(from, to))).toBe(layout);
  });
});

const step0 = (json: Loose): Loose => json.steps[0];
const change = (alter: (json: Loose) => void): string => forged(sample, alter);

/** Sums of a sum with itself: the last has 2^n terms. */
const doubled = (times: number) => (json: Loose) => {
  for (let i = 0; i < times; i++) {
    const last = json.terms.length - 1;
    json.terms.push({ tag: 'add', terms: [last, last] });
  }
};

describe('fields', () => {
  test.each<[string, string, (json: Loose) => void]>([
    ['$.terms[0]: unknown tag "reff"', 'an unknown tag', (json) => (json.terms[0].tag = 'reff')],
    ['$.terms[0]: unknown tag "constructor"', 'a tag of every object', (json) => (json.terms[0].tag = 'constructor')],
    ['$.terms[0]: the key tag is missing', 'a tag that is a list', (json) => (json.terms[0].tag = ['ref'])],
    ['$.terms[0]: the key "extra" has no place here', 'an unknown key', (json) => (json.terms[0].extra = null)],
    [
      '$.terms[2].value: 2/4 is not in lowest terms',
      'a fraction to be reduced',
      (json) => (json.terms[2].value = '2/4'),
    ],
    ['$.terms[2].value: "1/0" is not a rational number', 'a denominator zero', (json) => (json.terms[2].value = '1/0')],
    ['$.terms[2].value: "-0" is not a rational number', 'minus zero', (json) => (json.terms[2].value = '-0')],
    [
      '$.terms[2].value: a rational number is needed here, not a number',
      'a number as a number',
      (json) => (json.terms[2].value = 2),
    ],
    ['$.terms[0].ref.name: "x@1" is not a name', "a member's name", (json) => (json.terms[0].ref.name = 'x@1')],
    ['$.terms[0].ref.name: "?x" is not a name', "a metavariable's name", (json) => (json.terms[0].ref.name = '?x')],
    ['$.terms[0].ref.at: a list is needed here, not an object', 'no list', (json) => (json.terms[0].ref.at = {})],
    ['$.terms[0].ref: the key at is missing', 'no key', (json) => (json.terms[0].ref.at = undefined)],
    [
      '$.terms[3].args[0]: the number of a term that stands before this is needed here',
      'a term of itself',
      (json) => (json.terms[3].args = [3]),
    ],
    [
      '$.terms[3].args[0]: the number of a term that stands before this is needed here',
      'a term further down',
      (json) => (json.terms[3].args = [9]),
    ],
    [
      '$.terms[3].args[0]: the number of a term that stands before this is needed here',
      'half a term',
      (json) => (json.terms[3].args = [0.5]),
    ],
    [
      '$.terms[3].args[0]: the number of a term that stands before this is needed here',
      'a term by its name',
      (json) => (json.terms[3].args = ['0']),
    ],
    [
      '$.terms[5].measure[0]: a measure is needed here, not a ref',
      'a measure that is none',
      (json) => (json.terms[5].measure = [0]),
    ],
    [
      '$.steps[0].rule: the number of a rule is needed here',
      'a rule that there is not',
      (json) => (step0(json).rule = 99),
    ],
    [
      '$.steps[0].substitution[1]: "q" stands here twice',
      'a metavariable twice',
      (json) => (step0(json).substitution[1].name = 'q'),
    ],
    [
      '$.steps[0].substitution[0].is: unknown kind "law"',
      'an unknown meaning',
      (json) => (meaning(step0(json), 'q').kind = 'law'),
    ],
    [
      '$.steps[3].procedure: unknown name "guess"',
      'an unknown procedure',
      (json) => (json.steps[3].procedure.name = 'guess'),
    ],
    ['$.claims[0].label: "" is not a line of text', 'an empty label', (json) => (claim(json, 'double.1').label = '')],
    [
      '$.claims[0].label: "a\\u0007" is not a line of text',
      'a label that rings',
      (json) => (claim(json, 'double.1').label = 'a\x07'),
    ],
    ['$.model.variables[1]: "x" is declared twice', 'a variable twice', (json) => (json.model.variables[1].name = 'x')],
    [
      '$.model.functions[0]: "p" is declared twice',
      'a family and a function',
      (json) => (json.model.functions[0].name = 'p'),
    ],
    [
      '$.model.functions[0].arity: from 1 to 1000 is allowed here',
      'no argument',
      (json) => (json.model.functions[0].arity = 0),
    ],
    [
      '$.model.functions[0].arity: an integer is needed here, not a number',
      'half an argument',
      (json) => (json.model.functions[0].arity = 1.5),
    ],
    ['$.model: n is no plate', 'an index of no plate', (json) => (json.model.variables[0].indices = ['n'])],
    [
      '$.rules[4].when[0]: unknown tag "none"',
      'an unknown condition',
      (json) => (entry(json.rules, 'user').when[0].tag = 'none'),
    ],
    [
      '$.rules[4]: the metavariables of this rule do not fit together',
      'a right side of nothing',
      (json) => (entry(json.patterns, '"softplus"').args = []),
    ],
  ])('%s (%s)', (sentence, _, alter) => {
    expect(verdictOn(change(alter))).toBe(sentence);
  });

  test('an unknown section', () => {
    expect(verdictOn(rewritten('"steps":[', '"extra":1,\n"steps":['))).toBe('$: the key "extra" has no place here');
  });

  test('a key that changes what objects are', () => {
    const text = rewritten(
      '{"tag":"ref","ref":{"name":"x","at":[]}}',
      '{"tag":"ref","__proto__":{"ref":{"name":"x","at":[]}}}',
    );
    expect(verdictOn(text)).toBe('$.terms[0]: the key "__proto__" has no place here');
  });

  test('metavariables with names that every object has', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      const text = change((json) => (entry(step0(json).substitution, '"name":"c"').name = name));
      expect(verdictOn(text)).toBe('double.1, step 0: ?c needs term, and has nothing');
    }
  });
});

describe('too much', () => {
  test('a term that doubles', () => {
    expect(verdictOn(change(doubled(16)))).toMatch(/^\$\.terms\[\d+\]: this term has more than 100000 parts$/);
  });

  test('a term nested deep', () => {
    const deep = change((json) => {
      for (let i = 0; i < 2000; i++) json.terms.push({ tag: 'fn', name: 'ln', args: [json.terms.length - 1] });
    });
    expect(verdictOn(deep)).toMatch(/^\$\.terms\[\d+\]: this term is nested more than 400 deep$/);
  });

  test('a proof that goes on', () => {
    const long = change((json) => {
      for (let i = 0; i < 5000; i++) json.steps.push({ step: 'symmetry', of: json.steps.length - 1 });
    });
    expect(verdictOn(long)).toMatch(/^\$\.steps\[\d+\]: a proof is more than 2000 steps deep$/);
  });

  test('a number of a thousand and one digits', () => {
    const long = change((json) => (json.terms[2].value = '7'.repeat(1001)));
    expect(verdictOn(long)).toMatch(/^\$\.terms\[2\]\.value: "7+\.\.\." is not a rational number$/);
  });

  test('a text of millions of lines', () => {
    const long = change((json) => {
      json.files[0].text += 'a\n'.repeat(10_000_000);
    });
    expect(verdictOn(long)).toBe('accepted');
  });

  test('a plate of a billion', () => {
    const wide = change((json) =>
      json.model.plates.push({
        index: 'n',
        lo: { base: null, offset: 1 },
        hi: { base: null, offset: 1_000_000 },
        iid: true,
      }),
    );
    expect(verdictOn(wide)).toBe('$.model: a range has more than 100 members');
  });

  test('a definition by itself', () => {
    const circular = change((json) => {
      json.terms.push({ tag: 'call', name: 'F', args: [] });
      json.model.definitions.push({ name: 'F', params: [], body: json.terms.length - 1 });
    });
    expect(verdictOn(circular)).toBe('$.model: F is defined by itself');
  });

  test('powers of powers', () => {
    const tower = change((json) => {
      json.terms[2].value = '7'.repeat(1000);
      const exponent = json.terms.push({ tag: 'num', value: '64' }) - 1;
      let last = 2;
      for (let i = 0; i < 6; i++) last = json.terms.push({ tag: 'pow', base: last, exponent }) - 1;
      const at = numberOf(json.steps, '"name":"factorise"');
      json.steps[at] = { step: 'procedure', procedure: { name: 'ring' }, term: last };
    });
    expect(verdictOn(tower)).not.toBe('accepted');
  });
});

test('a step is refused for those that rest on it alone', () => {
  const text = change((json) => (meaning(stepBy(json, 'independence'), 'C').slots = []));
  expect(verdictOn(text)).toMatch(/^markov\.1, /);
});
