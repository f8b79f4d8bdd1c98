/** What the numbers say of a statement does not depend on the mutant: it is worked out without it, and once. */

/** A value as text: maps as lists, integers of any size. */
const plain = (_, value) =>
  value instanceof Map
    ? [...value]
    : value instanceof Set
      ? [...value]
      : typeof value === 'bigint'
        ? `${value}n`
        : value;

const texts = new WeakMap();

function textOf(model) {
  if (!texts.has(model)) texts.set(model, JSON.stringify(model, plain));
  return texts.get(model);
}

/** The module with an `exactEvidence` that keeps its answers in `known`. */
export const rememberEvidence = (module, known, unmutated) => ({
  ...module,
  exactEvidence: (claim, model, options) =>
    unmutated(() => {
      const key = `${JSON.stringify([claim, options.seed], plain)} ${textOf(model)}`;
      if (!known.has(key)) known.set(key, module.exactEvidence(claim, model, options));
      return known.get(key);
    }),
});
