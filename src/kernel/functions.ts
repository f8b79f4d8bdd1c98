/** The functions with a fixed meaning and how many arguments each takes. */
export const functionArity: ReadonlyMap<string, number> = new Map([
  ['ln', 1],
  ['exp', 1],
  ['sqrt', 1],
  ['abs', 1],
  ['sin', 1],
  ['cos', 1],
  ['tanh', 1],
  ['sigmoid', 1],
  ['softplus', 1],
  ['erf', 1],
  ['Gamma', 1],
  ['lgamma', 1],
  ['digamma', 1],
]);

/** Other spellings of the same functions. */
export const functionAliases: ReadonlyMap<string, string> = new Map([
  ['log', 'ln'],
  ['lnGamma', 'lgamma'],
  ['logistic', 'sigmoid'],
]);

/** The concrete laws: their parameters' names after the semicolon. */
export const lawParameters: ReadonlyMap<string, readonly string[]> = new Map([
  ['Normal', ['mean', 'variance']],
  ['Uniform', ['lower', 'upper']],
  ['Exponential', ['rate']],
  ['Gamma', ['shape', 'rate']],
  ['Beta', ['a', 'b']],
  ['Laplace', ['location', 'scale']],
  ['Bernoulli', ['probability']],
  ['Poisson', ['rate']],
]);
